package register

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
)

// Format is the form of a file of facts.
type Format string

// The forms.
const (
	FormatAGI     Format = "agi"     // XML, exchange/agi
	FormatAbsence Format = "absence" // exchange/absencecsv
	FormatFacts   Format = "facts"   // exchange/registercsv
)

// guess is the form of a file by what it begins with, unless it is given, and the file
// from its beginning.
func guess(file string, given Format, in io.Reader) (Format, io.Reader, error) {
	switch given {
	case FormatAGI, FormatAbsence, FormatFacts:
		return given, in, nil
	case "":
	default:
		return "", nil, fmt.Errorf("there is no form %q; it is agi, absence or facts", given)
	}
	buffered := bufio.NewReaderSize(in, 64<<10)
	begin, err := buffered.Peek(512)
	if err != nil && err != io.EOF && len(begin) == 0 {
		return "", nil, fmt.Errorf("read %s: %w", file, err)
	}
	begin = bytes.TrimLeft(bytes.TrimPrefix(begin, []byte("\ufeff")), " \t\r\n")
	switch {
	case bytes.HasPrefix(begin, []byte("<")):
		return FormatAGI, buffered, nil
	case bytes.HasPrefix(begin, []byte("employer;")):
		return FormatAbsence, buffered, nil
	case bytes.HasPrefix(begin, []byte("kind;")):
		return FormatFacts, buffered, nil
	case len(begin) == 0:
		return "", nil, fmt.Errorf("%s:1: the file is empty", file)
	}
	return "", nil, fmt.Errorf("%s:1: it begins neither as an AGI file (XML), nor with the header of absence (employer;…) or facts (kind;…); "+
		"say with --format which it is, to be told what is wrong in it", file)
}
