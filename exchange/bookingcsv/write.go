package bookingcsv

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
)

// Writer writes records in the form Reader reads.
type Writer struct {
	out  *bufio.Writer
	seen map[string]int // voucher to line
	line int
	buf  []byte
	err  error
}

// NewWriter writes the header line.
func NewWriter(w io.Writer) *Writer {
	c := &Writer{out: bufio.NewWriterSize(w, 1<<16), seen: map[string]int{}, line: 1}
	c.out.WriteString(strings.Join(Header, ";"))
	c.out.WriteByte('\n')
	return c
}

// Write writes one record; its Line is not looked at. A record that Reader would
// refuse is not written. The first error is kept for Flush.
func (c *Writer) Write(r Record) {
	if c.err != nil {
		return
	}
	c.line++
	if c.err = c.check(r); c.err != nil {
		return
	}
	c.seen[r.Voucher] = c.line
	b := appendField(c.buf[:0], r.Voucher)
	b = append(b, ';')
	b = append(r.Date.Append(b), ';')
	b = append(appendField(b, r.Account), ';')
	b = append(appendField(b, r.Kind), ';')
	b = append(appendAmount(b, r.Amount), ';')
	b = append(appendField(b, r.Purpose), ';')
	b = append(strconv.AppendInt(b, r.Count, 10), ';')
	b = append(appendField(b, r.Text), '\n')
	c.buf = b
	c.out.Write(b)
}

// check says why a record cannot be written.
func (c *Writer) check(r Record) error {
	refuse := func(field, found, expected string) error {
		return fmt.Errorf("voucher %q cannot be written on line %d: %s is %q; expected %s", r.Voucher, c.line, field, found, expected)
	}
	for _, f := range [...]struct {
		name, text string
		bad        *fault
	}{
		{"voucher", r.Voucher, label(r.Voucher, true)},
		{"account", r.Account, label(r.Account, true)},
		{"kind", r.Kind, label(r.Kind, true)},
		{"purpose", r.Purpose, label(r.Purpose, false)},
		{"text", r.Text, note(r.Text)},
	} {
		if f.bad != nil {
			return refuse(f.name, f.text, f.bad.expected)
		}
	}
	first, twice := c.seen[r.Voucher]
	switch {
	case twice:
		return refuse("voucher", r.Voucher, fmt.Sprintf("an id that stands once in the file; line %d has it too", first))
	case r.Date.Int() == 0:
		return refuse("date", r.Date.String(), "a date")
	case r.Amount == math.MinInt64:
		return refuse("amount", "the lowest number there is", "an amount whose size can be written too")
	case r.Count < 0:
		return refuse("count", strconv.FormatInt(r.Count, 10), "a whole number, zero or more")
	case len(c.seen) == MaxRecords:
		return refuse("line", strconv.Itoa(c.line), fmt.Sprintf("at most %d rows in a file", MaxRecords))
	}
	return nil
}

// appendField writes a text, in quotation marks where it must stand in them.
func appendField(b []byte, text string) []byte {
	if !strings.ContainsAny(text, `";`) {
		return append(b, text...)
	}
	b = append(b, '"')
	b = append(b, strings.ReplaceAll(text, `"`, `""`)...)
	return append(b, '"')
}

// Flush writes what is buffered and returns the first error of all writes.
func (c *Writer) Flush() error {
	if err := c.out.Flush(); c.err == nil {
		c.err = err
	}
	return c.err
}
