package sie

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
)

// maxLine is the longest line accepted, in bytes, and how much of the file the
// encoding is concluded from.
const maxLine = 256 << 10

// Read reads a whole file; it is named in errors. The error is one of reading, or
// says that the file is no SIE file at all; what else is wrong is in Problems.
func Read(name string, in io.Reader) (*File, error) {
	var all []Voucher
	f, err := Scan(name, in, func(v Voucher) error { all = append(all, v); return nil })
	if f != nil {
		f.Vouchers = all
	}
	return f, err
}

// Scan is Read for a file that need not be held at once: each voucher is given to
// take as it is read, and not kept. What is wrong with it may be known only
// afterwards. An error of take ends the reading.
func Scan(name string, in io.Reader, take func(Voucher) error) (*File, error) {
	r := &reader{f: &File{Name: name, Generated: calendar.None}, take: take,
		seen: map[number]int{}, turnover: map[string]money.Amount{}, declared: map[string]bool{}, used: map[string]Problem{}}
	buffered := bufio.NewReaderSize(in, maxLine)
	start, err := buffered.Peek(maxLine)
	if err != nil && err != io.EOF {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	if start, err = r.recognise(start); err != nil {
		return nil, err
	}
	r.f.Encoding = detect(start)
	for {
		line, err := buffered.ReadSlice('\n')
		r.line++
		if errors.Is(err, bufio.ErrBufferFull) {
			return nil, fmt.Errorf("%s:%d: the line is longer than %d bytes; this is no SIE file", name, r.line, maxLine)
		}
		if err != nil && err != io.EOF {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		if err == io.EOF && len(line) == 0 {
			r.line = max(r.line-1, 1)
			break
		}
		if r.line == 1 {
			line = bytes.TrimPrefix(line, []byte("\xef\xbb\xbf"))
		}
		if err := r.next(line); err != nil {
			return nil, err
		}
	}
	if err := r.abandon("the file ends"); err != nil {
		return nil, err
	}
	r.finish()
	return r.f, nil
}

// recognise refuses what is no SIE file of lines; text is without byte order mark.
func (r *reader) recognise(start []byte) (text []byte, err error) {
	text = bytes.TrimPrefix(start, []byte("\xef\xbb\xbf"))
	trimmed := bytes.TrimLeft(text, " \t\r\n")
	why := ""
	switch {
	case bytes.HasPrefix(trimmed, []byte("<")):
		why = "the file is XML, perhaps SIE 5, which is not read; expected SIE 4"
	case bytes.HasPrefix(text, []byte("\xff\xfe")), bytes.HasPrefix(text, []byte("\xfe\xff")), bytes.IndexByte(text, 0) >= 0:
		why = "the file is in UTF-16 or no text; expected CP437, UTF-8 or Windows-1252"
	case !bytes.HasPrefix(trimmed, []byte("#")):
		why = "the file does not begin with #; expected SIE 4, whose first line is #FLAGGA 0"
	default:
		return text, nil
	}
	return nil, fmt.Errorf("%s:1: %s", r.f.Name, why)
}

// reader is a file being read.
type reader struct {
	f     *File
	take  func(Voucher) error
	line  int
	any   bool // a label was read
	typed bool // #SIETYP was

	open   *Voucher // between #VER and }
	inside bool     // after its {
	bad    bool     // one of its rows cannot be used
	added  *Row     // an #RTRANS whose #TRANS is to follow

	seen     map[number]int          // line of each voucher number
	turnover map[string]money.Amount // of year 0, by account
	spoiled  bool                    // turnover is not all there is
	vouchers int
	declared map[string]bool    // accounts
	used     map[string]Problem // accounts, with what is to be said if they are not declared
}

// number names a voucher, of a day or (None) of any.
type number struct {
	series, number string
	date           calendar.Date
}

func (r *reader) problem(line int, warning bool, field, format string, args ...any) {
	if len(r.f.Problems) == MaxProblems {
		r.f.Omitted++
		return
	}
	r.f.Problems = append(r.f.Problems, Problem{line, field, fmt.Sprintf(format, args...), warning})
}

func (r *reader) wrong(field, format string, args ...any) {
	r.problem(r.line, false, field, format, args...)
}

func (r *reader) warn(field, format string, args ...any) {
	r.problem(r.line, true, field, format, args...)
}

// next reads a line. The error is the taker's.
func (r *reader) next(raw []byte) error {
	raw = bytes.Trim(raw, " \t\r\n\x1a") // 1A is the end of file of old programs
	if len(raw) == 0 {
		return nil
	}
	if r.f.Encoding == ascii {
		r.f.Encoding = detect(raw)
	}
	line, wrong := decode(raw, r.f.Encoding)
	if wrong != "" {
		r.warn("text", "%s", wrong)
	}
	switch {
	case line == "{":
		r.begin()
	case line == "}":
		return r.end()
	case line[0] != '#':
		r.wrong("line", "%q is no record; expected a label beginning with #", clip(line))
		r.bad = r.bad || r.inside // it may have been a row
	default:
		end := strings.IndexAny(line, blanks+"{\"")
		if end < 0 {
			end = len(line)
		}
		label := strings.ToUpper(line[1:end])
		fields, err := split(line[end:])
		if err != nil {
			r.wrong(label, "%v", err)
			r.bad = r.bad || r.inside && label != "BTRANS"
			if label != "VER" { // of a voucher, what could be read is used
				return nil
			}
		}
		return r.record(label, fields)
	}
	return nil
}

// clip shortens a text for a message.
func clip(text string) string {
	if runes := []rune(text); len(runes) > 60 {
		return string(runes[:60]) + "…"
	}
	return text
}

// record reads a line with a label. The error is the taker's.
func (r *reader) record(label string, fields []field) error {
	if !r.any && label != "FLAGGA" {
		r.warn(label, "the first line is to be #FLAGGA 0")
	}
	r.any = true
	if r.added != nil && label != "TRANS" {
		r.lonely()
	}
	switch label {
	case "VER":
		return r.voucher(fields)
	case "TRANS", "RTRANS", "BTRANS":
		r.row(label, fields)
		return nil
	}
	if r.open != nil {
		r.wrong(label, "it stands inside the voucher of line %d; expected a row, or } first", r.open.Line)
		r.bad = true
	}
	c := cells{r: r, label: label, fields: fields}
	switch label {
	case "FLAGGA":
		if r.f.Imported = c.text(0) == "1"; r.f.Imported {
			r.warn(label, "the file says that it has been read in before")
		}
	case "FORMAT":
		r.f.Format = c.text(0)
	case "SIETYP":
		r.typed = true
		r.f.Type, _ = strconv.Atoi(c.text(0))
		if r.f.Type != 4 {
			r.wrong(label, "the file is of type %q; expected 4, which has vouchers", c.text(0))
		}
	case "PROGRAM":
		r.f.Program, r.f.Version = c.text(0), c.text(1)
	case "GEN":
		r.f.Generated, r.f.GeneratedBy = c.date(0, "date"), c.text(1)
	case "FNAMN":
		r.f.Company = c.joined()
	case "ORGNR":
		r.f.Organisation = c.text(0)
		// A sole trader has the ten digits of a person, without century.
		if _, err := identity.Parse(r.f.Organisation); err != nil && !errors.Is(err, identity.ErrNoCentury) {
			r.warn(label, "the organisation number cannot be right: %v", err)
		}
	case "VALUTA":
		if currency := c.text(0); !strings.EqualFold(currency, "SEK") {
			r.wrong(label, "the amounts are in %q; expected SEK", currency)
		}
		r.keep(label, fields)
	default:
		r.declaration(label, c)
	}
	return nil
}

// declaration reads the lines of years, accounts, objects and balances; all others
// are kept.
func (r *reader) declaration(label string, c cells) {
	switch label {
	case "RAR":
		r.year(c)
	case "KONTO":
		a := Account{r.line, c.required(0, "account"), c.text(1)}
		if r.declared[a.Number] && a.Number != "" {
			r.warn(label, "account %s is declared twice", a.Number)
		}
		r.declared[a.Number] = true
		r.f.Accounts = append(r.f.Accounts, a)
	case "DIM":
		r.f.Dimensions = append(r.f.Dimensions, Dimension{r.line, c.integer(0, "dimension"), c.text(1), 0})
	case "UNDERDIM":
		r.f.Dimensions = append(r.f.Dimensions, Dimension{r.line, c.integer(0, "dimension"), c.text(1), c.integer(2, "parent")})
	case "OBJEKT":
		r.f.Objects = append(r.f.Objects, ObjectName{r.line, Object{c.integer(0, "dimension"), c.required(1, "object")}, c.text(2)})
	case "IB", "UB", "RES":
		list := map[string]*[]Balance{"IB": &r.f.Opening, "UB": &r.f.Closing, "RES": &r.f.Results}[label]
		b := Balance{Line: r.line, Year: c.integer(0, "year"), Account: c.required(1, "account")}
		var ok bool
		if b.Amount, ok = c.amount(2); ok {
			*list = append(*list, b)
			r.use(label, b.Account, r.line)
		}
	default:
		if !known[label] {
			r.warn(label, "the label is not one of the norm; the line is kept and not read")
		}
		r.keep(label, c.fields)
	}
}

// known is the labels of the norm that are not read into fields.
var known = map[string]bool{"ADRESS": true, "BKOD": true, "ENHET": true, "FNR": true, "FTYP": true, "KPTYP": true, "KSUMMA": true, "KTYP": true,
	"OIB": true, "OMFATTN": true, "OUB": true, "PBUDGET": true, "PROSA": true, "PSALDO": true, "SRU": true, "TAXAR": true, "VALUTA": true}

func (r *reader) keep(label string, fields []field) {
	rec := Record{Line: r.line, Label: label}
	for _, f := range fields {
		rec.Fields = append(rec.Fields, f.String())
	}
	r.f.Other = append(r.f.Other, rec)
}

func (r *reader) year(c cells) {
	y := Year{Line: r.line, Index: c.integer(0, "year"), Period: calendar.Period{From: calendar.None, To: calendar.None}}
	if c.text(1) != "" || c.text(2) != "" {
		y.Period = calendar.Period{From: c.date(1, "first day"), To: c.date(2, "last day")}
		if y.Period.IsEmpty() {
			r.wrong("RAR", "the year ends %s, before it begins %s", y.Period.To, y.Period.From)
		}
	}
	for _, other := range r.f.Years {
		if other.Index == y.Index {
			r.wrong("RAR", "line %d gives year %d too", other.Line, y.Index)
		}
	}
	r.f.Years = append(r.f.Years, y)
}

// own is the file's own financial year, with open ends when it is not given.
func (r *reader) own() calendar.Period {
	for _, y := range r.f.Years {
		if y.Index == 0 {
			return y.Period
		}
	}
	return calendar.Period{From: calendar.None, To: calendar.None}
}
