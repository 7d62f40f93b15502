UPDATE seal_head SET root = x'00';
