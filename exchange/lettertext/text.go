package lettertext

import "bytes"

// readText reads a text file. Its lines are the file's own.
func readText(d *decoder, data []byte) (*Document, error) {
	texts, err := d.lines(d.split(data))
	if err != nil {
		return nil, err
	}
	for i, t := range texts {
		texts[i] = d.clean(i+1, d.unmark(i+1, t))
	}
	doc := &Document{Form: Text, Encoding: d.encoding, Lines: make([]Line, len(texts))}
	var cells [][]string
	if !bytes.ContainsRune(data, '\t') {
		cells = columns(texts, d.pages)
		d.noteBroken(cells)
	}
	said := false
	for i, t := range texts {
		if cells == nil || cells[i] == nil {
			doc.Lines[i] = tabbed(i+1, t)
			continue
		}
		doc.Lines[i] = row(i+1, cells[i])
		if !said {
			d.note(i+1, "there are no tabs in the file; columns of spaces are read as cells, from this line on")
			said = true
		}
	}
	doc.Mended = d.mended
	return doc, nil
}

// split divides a file into its lines, which end with CR LF, LF or CR. A form feed
// ends one too where it stands inside; at the beginning or the end of a line it is
// only left out. The last line may lack its end.
func (d *decoder) split(data []byte) [][]byte {
	var lines [][]byte
	start := 0
	end := func(at, next int) {
		lines = append(lines, data[start:at])
		start = next
	}
	for i := 0; i < len(data); i++ {
		switch data[i] {
		case '\n':
			end(i, i+1)
		case '\r':
			if i+1 < len(data) && data[i+1] == '\n' {
				end(i, i+2)
				i++
			} else {
				end(i, i+1)
			}
		case '\f':
			switch {
			case i == start && i+1 == len(data) && len(lines) > 0:
				d.note(len(lines), "a page ends after this line (form feed)")
				start = i + 1
			case i == start:
				d.pages = append(d.pages, len(lines))
				d.note(len(lines)+1, "a page begins here (form feed)")
				start = i + 1
			case i+1 == len(data) || data[i+1] == '\n' || data[i+1] == '\r':
				d.pages = append(d.pages, len(lines)+1)
				d.note(len(lines)+1, "a page ends here (form feed)")
				// The byte is left to the cleaning, which makes it a space at the end of the line.
			default:
				end(i, i+1)
				d.pages = append(d.pages, len(lines))
				d.note(len(lines)+1, "a page begins here, inside a line (form feed); from here on lines have a number more than in the file")
			}
		}
	}
	if start < len(data) || len(lines) == 0 {
		lines = append(lines, data[start:])
	}
	return lines
}
