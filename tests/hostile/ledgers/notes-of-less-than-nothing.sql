INSERT INTO seal_notes VALUES (-3, 'rubbish');
