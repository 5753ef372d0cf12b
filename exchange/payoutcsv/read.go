package payoutcsv

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"

	"balans/exchange/rows"
	"balans/law/calendar"
	"balans/law/money"
)

// Reader reads payouts.
type Reader struct {
	rows *rows.Reader
	seen map[string]int // payout to line
}

// NewReader checks the header line. The file is named in errors. The error is a
// *LineError for another header, or one of reading.
func NewReader(file string, in io.Reader) (*Reader, error) {
	r, err := rows.NewReader(file, in, rows.Format{Header: Header, MaxLine: maxLine, Brief: true})
	if err != nil {
		return nil, err
	}
	return &Reader{rows: r, seen: map[string]int{}}, nil
}

// Records gives the payouts that can be used. When it is over, Err tells whether
// all was well: who takes the records in must ask it first.
func (r *Reader) Records() iter.Seq[Record] { return rows.Read(r.rows, r.record) }

// Refuse adds a fault of the record given last: a field that means nothing to who
// takes it in.
func (r *Reader) Refuse(field Field, expected string) { r.rows.Refuse(int(field), 0, expected) }

// Err is nil when all that was read were payouts; otherwise a *BadLines, or an
// error of reading.
func (r *Reader) Err() error { return r.rows.Err() }

// record reads the fields, and tells of each that cannot be used.
func (r *Reader) record(line int, f []string) Record {
	rec := Record{Line: line, Payout: f[Payout], Benefit: f[Benefit], Party: f[Party], Text: f[Text]}
	if len(r.seen) == MaxRecords {
		r.rows.Stop(fmt.Sprintf("at most %d payouts in a file; divide it by day", MaxRecords))
		return rec
	}
	if why := badText(rec.Payout, 1, 64); why != "" {
		r.Refuse(Payout, why)
	} else if first, twice := r.seen[rec.Payout]; twice {
		r.Refuse(Payout, fmt.Sprintf("an id that stands once in the file; line %d has it too", first))
	} else {
		r.seen[rec.Payout] = line
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
