package lettertext

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"time"
)

const (
	// pdfProgram takes the text out of a PDF; it is a part of poppler.
	pdfProgram = "pdftotext"
	// pdfPatience bounds its work; a letter of fifty pages takes less than a second.
	pdfPatience = 60 * time.Second
	// pdfMaxText bounds what it may write.
	pdfMaxText = 2 * MaxBytes
)

// readPDF reads a PDF. Its lines are those of the printed pages, with the space
// between columns that is not a cell's made one.
func readPDF(name string, data []byte) (*Document, error) {
	text, err := pdfText(name, data)
	if err != nil {
		return nil, err
	}
	d := &decoder{file: name}
	texts, err := d.lines(d.split(text))
	if err != nil {
		return nil, err
	}
	for i, t := range texts {
		texts[i] = strings.ReplaceAll(d.clean(i+1, t), "\t", "   ")
	}
	doc := &Document{Form: PDF, Encoding: d.encoding, Lines: make([]Line, len(texts))}
	all := columns(texts, d.pages)
	d.noteBroken(all)
	for i, cells := range all {
		if cells != nil {
			doc.Lines[i] = row(i+1, cells)
		} else {
			doc.Lines[i] = Line{No: i + 1, Text: strings.Join(strings.Fields(texts[i]), " ")}
		}
	}
	doc.Mended = d.mended
	return doc, nil
}

// pdfText runs the program, without a shell and without a file.
func pdfText(name string, data []byte) ([]byte, error) {
	path, err := exec.LookPath(pdfProgram)
	if err != nil {
		return nil, &FileError{name, "the file is a PDF, and the program " + pdfProgram + " that reads PDF is not installed here",
			"install poppler (Debian and Ubuntu: apt-get install poppler-utils; Fedora: dnf install poppler-utils; macOS: brew install poppler), or " + saveText}
	}
	ctx, cancel := context.WithTimeout(context.Background(), pdfPatience)
	defer cancel()
	cmd := exec.CommandContext(ctx, path, "-layout", "-enc", "UTF-8", "-", "-")
	out, complaint := &bounded{limit: pdfMaxText}, &bounded{limit: 4096, drop: true}
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(data), out, complaint
	cmd.WaitDelay = time.Second
	err = cmd.Run()
	switch said := strings.Join(strings.Fields(complaint.kept.String()), " "); {
	case ctx.Err() != nil:
		return nil, &FileError{name, fmt.Sprintf("%s did not finish with the PDF within %s", pdfProgram, pdfPatience), saveText}
	case out.full:
		return nil, &FileError{name, fmt.Sprintf("the PDF holds more than %d bytes of text", pdfMaxText), "a letter holds far less: check that this is the right file"}
	case strings.Contains(said, "assword"):
		return nil, &FileError{name, "the PDF is protected by a password", "save it without one, or " + saveText}
	case err != nil && said != "":
		return nil, &FileError{name, pdfProgram + " cannot read the PDF: " + said, "fetch the file again, or " + saveText}
	case err != nil:
		return nil, &FileError{name, pdfProgram + " cannot read the PDF: " + err.Error(), "fetch the file again, or " + saveText}
	}
	return out.kept.Bytes(), nil
}

const saveText = "save the letter as text or HTML and give that file"

// bounded keeps what is written up to a limit. It hides the buffer, whose own ways
// to fill it know no limit.
type bounded struct {
	kept  bytes.Buffer
	limit int
	drop  bool // what is more than the limit is dropped, not refused
	full  bool
}

var errFull = errors.New("more was written than is read")

// Write keeps what there is room for.
func (b *bounded) Write(p []byte) (int, error) {
	room := min(b.limit-b.kept.Len(), len(p))
	b.kept.Write(p[:room])
	if room == len(p) {
		return len(p), nil
	}
	b.full = true
	if b.drop {
		return len(p), nil
	}
	return room, errFull
}
