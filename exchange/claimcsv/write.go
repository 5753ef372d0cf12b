package claimcsv

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// Writer writes records in the form Reader reads.
type Writer struct {
	out *bufio.Writer
	err error
}

// NewWriter writes the header line.
func NewWriter(w io.Writer, header []string) *Writer {
	c := &Writer{out: bufio.NewWriterSize(w, 1<<16)}
	c.Write(header...)
	return c
}

// Write writes one record. Errors are kept for Flush.
func (c *Writer) Write(fields ...string) {
	for i, f := range fields {
		if i > 0 {
			c.out.WriteByte(',')
		}
		switch {
		case strings.ContainsAny(f, "\r\n"):
			if c.err == nil {
				c.err = fmt.Errorf("the field %q holds a line end, which the format cannot carry", f)
			}
		case strings.ContainsAny(f, `",`) || (len(fields) == 1 && f == ""):
			c.out.WriteByte('"')
			c.out.WriteString(strings.ReplaceAll(f, `"`, `""`))
			c.out.WriteByte('"')
		default:
			c.out.WriteString(f)
		}
	}
	c.out.WriteByte('\n')
}

// Flush writes what is buffered and returns the first error of all writes.
func (c *Writer) Flush() error {
	if err := c.out.Flush(); c.err == nil {
		c.err = err
	}
	return c.err
}
