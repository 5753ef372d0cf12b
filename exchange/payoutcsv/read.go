package payoutcsv

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"

	"balans/law/calendar"
	"balans/law/money"
)

// Reader reads payouts.
type Reader struct {
	file   string
	in     *bufio.Reader
	line   int
	raw    string
	fields []string
	starts []int          // byte of raw where each field begins
	seen   map[string]int // payout to line
	bad    BadLines
	err    error
	over   bool
}

// NewReader checks the header line. The file is named in errors. The error is a
// *LineError for another header, or one of reading.
func NewReader(file string, in io.Reader) (*Reader, error) {
	r := &Reader{file: file, in: bufio.NewReaderSize(in, maxLine), seen: map[string]int{}, bad: BadLines{File: file}}
	if mark, _ := r.in.Peek(3); bytes.Equal(mark, []byte("\xef\xbb\xbf")) {
		r.in.Discard(3)
	}
	whole, err := r.nextLine()
	if err != nil && err != io.EOF {
		return nil, err
	}
	header := strings.Join(Header, ";")
	if whole && r.raw == header {
		return r, nil
	}
	expected := "the header " + header
	switch {
	case strings.ContainsRune(r.raw, 0):
		expected += " (the file seems to be in UTF-16; save it as UTF-8)"
	case strings.ReplaceAll(r.raw, ",", ";") == header || strings.ReplaceAll(r.raw, "\t", ";") == header:
		expected += " (the fields are separated by semicolons)"
	}
	r.line = 1
	return nil, r.fault(0, expected)
}

// Records gives the payouts that can be used. When it is over, Err tells whether
// all was well: who takes the records in must ask it first.
func (r *Reader) Records() iter.Seq[Record] {
	return func(yield func(Record) bool) {
		for !r.over {
			if rec, ok := r.next(); ok && !yield(rec) {
				return
			}
		}
	}
}

// Refuse adds a fault of the record given last: a field that means nothing to who
// takes it in.
func (r *Reader) Refuse(field Field, expected string) {
	e := r.fault(r.starts[field], expected)
	e.Field, e.Found = Header[field], r.fields[field]
	r.note(e)
}

// Err is nil when all that was read were payouts; otherwise a *BadLines, or an
// error of reading.
func (r *Reader) Err() error {
	switch {
	case r.err != nil:
		return r.err
	case len(r.bad.Faults) > 0:
		return &r.bad
	}
	return nil
}

// next reads a line; ok is false when it is no payout.
func (r *Reader) next() (rec Record, ok bool) {
	whole, err := r.nextLine()
	if err != nil {
		r.over = true
		if err != io.EOF {
			r.err = err
		}
		return rec, false
	}
	before := len(r.bad.Faults)
	switch {
	case !whole:
		r.note(r.fault(0, fmt.Sprintf("a line of at most %d bytes", maxLine)))
	case r.raw == "":
		return rec, false
	case !utf8.ValidString(r.raw):
		r.note(r.fault(strings.IndexFunc(r.raw, func(c rune) bool { return c == utf8.RuneError }), "text in UTF-8"))
	default:
		if at, expected := r.split(); expected != "" {
			r.note(r.fault(at, expected))
		} else {
			rec = r.record()
		}
	}
	return rec, len(r.bad.Faults) == before && !r.over
}

// record reads the fields, and tells of each that cannot be used.
func (r *Reader) record() Record {
	f := r.fields
	rec := Record{Line: r.line, Payout: f[Payout], Benefit: f[Benefit], Party: f[Party], Text: f[Text]}
	if len(r.seen) == MaxRecords {
		r.note(r.fault(0, fmt.Sprintf("at most %d payouts in a file; divide it by day", MaxRecords)))
		r.bad.More, r.over = true, true
		return rec
	}
	if why := badText(rec.Payout, 1, 64); why != "" {
		r.Refuse(Payout, why)
	} else if first, twice := r.seen[rec.Payout]; twice {
		r.Refuse(Payout, fmt.Sprintf("an id that stands once in the file; line %d has it too", first))
	} else {
		r.seen[rec.Payout] = r.line
	}
	var err error
	if rec.PaidOn, err = calendar.Parse(f[PaidOn]); err != nil {
		r.Refuse(PaidOn, "a date written YYYY-MM-DD")
	}
	for _, field := range []Field{Benefit, Party} {
		if why := badText(f[field], 1, 64); why != "" {
			r.Refuse(field, why)
		}
	}
	if rec.Gross, err = money.Parse(f[Gross]); err != nil || rec.Gross <= 0 {
		r.Refuse(Gross, "an amount above zero in kronor, such as 1234,50"+whyOf(err))
		rec.Gross = maxAmount
	}
	if f[Tax] != "" {
		if rec.Tax, err = money.Parse(f[Tax]); err != nil || rec.Tax < 0 || rec.Tax > rec.Gross {
			r.Refuse(Tax, "an amount in kronor from 0 to gross, or nothing"+whyOf(err))
		}
	}
	if why := badText(rec.Text, 0, 200); why != "" {
		r.Refuse(Text, why)
	}
	return rec
}

// maxAmount lets the tax beside an unreadable gross be looked at by itself.
const maxAmount = money.Amount(1<<63 - 1)

func whyOf(err error) string {
	if p := (*money.ParseError)(nil); errors.As(err, &p) {
		return " (" + p.Why + ")"
	}
	return ""
}

// badText says what is expected of a text that cannot stand in the file; "" for
// one that can.
func badText(s string, least, most int) string {
	n := utf8.RuneCountInString(s)
	switch {
	case !utf8.ValidString(s):
		return "text in UTF-8"
	case n < least || n > most:
		return fmt.Sprintf("%d to %d characters", least, most)
	case n == 0:
		return ""
	case strings.TrimSpace(s) != s:
		return "a text without space at its ends"
	case strings.IndexByte("=+-@", s[0]) >= 0:
		return "a text that does not begin with =, +, - or @, which a spreadsheet takes for a formula"
	}
	for _, c := range s {
		if unicode.In(c, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) {
			return fmt.Sprintf("a text without the character %U", c)
		}
	}
	return ""
}

// note adds a fault; after MaxBad of them reading is over.
func (r *Reader) note(e *LineError) {
	if len(r.bad.Faults) == MaxBad {
		r.bad.More, r.over = true, true
		return
	}
	r.bad.Faults = append(r.bad.Faults, e)
}

// fault describes the line; what is wrong begins at a byte.
func (r *Reader) fault(at int, expected string) *LineError {
	return &LineError{File: r.file, Line: r.line, Column: 1 + utf8.RuneCountInString(r.raw[:max(at, 0)]),
		Found: r.raw, Expected: expected, Raw: strings.ToValidUTF8(r.raw, "�")}
}

// nextLine reads a line without its end into raw; whole is false when it is
// longer than a line may be, and raw is then its beginning.
func (r *Reader) nextLine() (whole bool, err error) {
	line, err := r.in.ReadSlice('\n')
	r.line++
	r.fields, r.starts = r.fields[:0], r.starts[:0]
	if errors.Is(err, bufio.ErrBufferFull) {
		r.raw = strings.ToValidUTF8(string(line[:80]), "")
		for errors.Is(err, bufio.ErrBufferFull) { // pass over the rest
			_, err = r.in.ReadSlice('\n')
		}
		if err != nil && err != io.EOF {
			return false, fmt.Errorf("read %s: %w", r.file, err)
		}
		return false, nil
	}
	if err == io.EOF && len(line) == 0 {
		r.line--
		r.raw = ""
		return true, io.EOF
	}
	if err != nil && err != io.EOF {
		return false, fmt.Errorf("read %s: %w", r.file, err)
	}
	line = bytes.TrimSuffix(line, []byte("\n"))
	r.raw = string(bytes.TrimSuffix(line, []byte("\r")))
	return true, nil
}

// split divides the line into the fields of the header. Otherwise it says what is
// expected at a byte of the line.
func (r *Reader) split() (at int, expected string) {
	for {
		r.starts = append(r.starts, at)
		field, size, expected := fieldAt(r.raw[at:])
		if expected != "" {
			return at, expected
		}
		r.fields = append(r.fields, field)
		if at += size; at == len(r.raw) {
			break
		}
		at++ // the semicolon
	}
	if n := int(fieldCount); len(r.fields) != n {
		if len(r.fields) > n {
			at = r.starts[n]
		}
		return at, fmt.Sprintf("%d fields (%s), not %d", n, strings.Join(Header, ";"), len(r.fields))
	}
	return 0, ""
}

// fieldAt reads the field a text begins with, and how many bytes it takes.
func fieldAt(text string) (field string, size int, expected string) {
	if text == "" || text[0] != '"' {
		field, _, _ = strings.Cut(text, ";")
		if strings.IndexByte(field, '"') >= 0 {
			return "", 0, "a field with a quotation mark wholly in quotation marks, and the mark inside written twice"
		}
		return field, len(field), ""
	}
	for size = 1; ; {
		end := strings.IndexByte(text[size:], '"')
		if end < 0 {
			return "", 0, "a closing quotation mark on the same line"
		}
		size += end + 1
		if size < len(text) && text[size] == '"' {
			size++
			continue
		}
		if size < len(text) && text[size] != ';' {
			return "", 0, "a semicolon after the closing quotation mark"
		}
		return strings.ReplaceAll(text[1:size-1], `""`, `"`), size, ""
	}
}
