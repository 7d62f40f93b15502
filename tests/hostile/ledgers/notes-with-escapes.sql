UPDATE seal_notes SET note = char(27) || '[31m' || note;
