"""What conditions can say of a ticket: a catalogue, the values of a row, and the same conditions as SQL."""
