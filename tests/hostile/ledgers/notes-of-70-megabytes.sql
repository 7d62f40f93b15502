UPDATE seal_notes SET note = hex(zeroblob(35000000));
