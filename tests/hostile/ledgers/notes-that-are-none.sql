UPDATE seal_notes SET note = 'rubbish';
