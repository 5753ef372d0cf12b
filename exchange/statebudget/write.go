package statebudget

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// Writer writes rows in the form the readers read and the files are published in.
type Writer[R Year | Month] struct {
	out     *bufio.Writer
	columns []column[R]
	line    int
	buf     []byte
	err     error
}

// NewYearWriter writes the header of a yearly file.
func NewYearWriter(w io.Writer) *Writer[Year] { return newWriter(w, yearColumns) }

// NewMonthWriter writes the header of a monthly file.
func NewMonthWriter(w io.Writer) *Writer[Month] { return newWriter(w, monthColumns) }

func newWriter[R Year | Month](w io.Writer, columns []column[R]) *Writer[R] {
	c := &Writer[R]{out: bufio.NewWriterSize(w, 1<<16), columns: columns, line: 1}
	c.out.WriteString("\ufeff" + strings.Join(names(columns), ";") + "\n")
	return c
}

// Write writes one row; its Line is not looked at. A row that the reader would
// refuse is not written. The first error is kept for Flush.
func (c *Writer[R]) Write(row R) {
	if c.err != nil {
		return
	}
	c.line++
	b := c.buf[:0]
	for i, column := range c.columns {
		if i > 0 {
			b = append(b, ';')
		}
		start := len(b)
		b = column.write(b, &row)
		if text := string(b[start:]); !utf8.ValidString(text) {
			c.err = fmt.Errorf("line %d cannot be written: %s is %q; expected text in UTF-8", c.line, column.name, text)
			return
		} else if _, wrong := column.read(new(R), text); wrong != "" {
			c.err = fmt.Errorf("line %d cannot be written: %s is %q; expected %s", c.line, column.name, text, wrong)
			return
		}
	}
	if len(b) >= maxLine {
		c.err = fmt.Errorf("line %d cannot be written: it has %d bytes, and at most %d can be read", c.line, len(b), maxLine-1)
		return
	}
	c.buf = append(b, '\n')
	c.out.Write(c.buf)
}

// appendText writes a text, in quotation marks where it must stand in them.
func appendText(b []byte, text string) []byte {
	if !strings.Contains(text, ";") && !strings.HasPrefix(text, `"`) {
		return append(b, text...)
	}
	b = append(b, '"')
	b = append(b, strings.ReplaceAll(text, `"`, `""`)...)
	return append(b, '"')
}

// Flush writes what is buffered and returns the first error of all writes.
func (c *Writer[R]) Flush() error {
	if err := c.out.Flush(); c.err == nil {
		c.err = err
	}
	return c.err
}
