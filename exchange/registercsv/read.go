package registercsv

import (
	"io"
	"iter"
	"strings"

	"balans/exchange/field"
	"balans/exchange/rows"
)

// Reader reads facts.
type Reader struct{ rows *rows.Reader }

// NewReader checks the header line. The file is named in errors. The error is a
// *LineError for another header, or one of reading.
func NewReader(file string, in io.Reader) (*Reader, error) {
	r, err := rows.NewReader(file, in, rows.Format{Header: Header, MaxLine: maxLine, Brief: true, Private: true})
	if err != nil {
		return nil, err
	}
	return &Reader{rows: r}, nil
}

// Records gives the facts that can be used. When it is over, Err tells whether all
// was well: who takes the records in must ask it first.
func (r *Reader) Records() iter.Seq[Record] { return rows.Read(r.rows, r.record) }

// Refuse adds a fault of the record given last: a field that means nothing to who
// takes it in.
func (r *Reader) Refuse(field Field, expected string) { r.rows.Refuse(int(field), 0, expected) }

// Err is nil when all that was read were facts; otherwise a *BadLines, or an error of
// reading.
func (r *Reader) Err() error { return r.rows.Err() }

// record reads the fields, and tells of each that cannot be used.
func (r *Reader) record(line int, f []string) Record {
	rec := Record{Line: line, Kind: f[Kind], Source: f[Source], ID: f[ID], Status: f[Status], Other: f[Other], Text: f[Text]}
	for _, t := range rec.texts() {
		if why := t.why(); why != "" {
			r.Refuse(t.field, why)
		}
	}
	var why string
	if rec.Party, why = field.Party(f[Party]); why != "" {
		r.Refuse(Party, why)
	}
	if rec.From, why = field.Date(f[From]); why != "" {
		r.Refuse(From, why)
	}
	if f[To] != "" {
		if rec.To, why = field.Date(f[To]); why != "" {
			r.Refuse(To, why+", or nothing")
		} else if rec.To < rec.From {
			r.Refuse(To, "a day that is not before from, or nothing")
		}
	} else {
		rec.To = noDate
	}
	r.measures(&rec, f)
	if f[ReceivedAt] != "" {
		if rec.ReceivedAt, why = field.Instant(f[ReceivedAt]); why != "" {
			r.Refuse(ReceivedAt, why+", or nothing")
		}
	}
	if rec.Withdrawn = f[Withdrawn] == "1"; !rec.Withdrawn && f[Withdrawn] != "" {
		r.Refuse(Withdrawn, "1 or nothing")
	}
	return rec
}

// measures reads what may be left empty among amount, extent and hours.
func (r *Reader) measures(rec *Record, f []string) {
	var why string
	if rec.HasAmount = f[Amount] != ""; rec.HasAmount {
		if rec.Amount, why = field.Amount(f[Amount]); why != "" || rec.Amount < 0 {
			r.Refuse(Amount, "an amount from zero in kronor, such as 1234,50, or nothing"+why)
		}
	}
	if f[Extent] != "" {
		if rec.Extent, why = field.Hundredths(f[Extent], 0, maxExtent); why != "" {
			r.Refuse(Extent, why+", or nothing")
		}
	}
	if f[Hours] != "" {
		if rec.Hours, why = field.Hundredths(f[Hours], 0, MaxHours); why != "" {
			r.Refuse(Hours, why+", or nothing")
		}
	}
}

// text is a text of a record with its bounds.
type text struct {
	field       Field
	value       string
	least, most int
}

func (rec *Record) texts() [6]text {
	return [6]text{{Kind, rec.Kind, 1, 20}, {Source, rec.Source, 1, 40}, {ID, rec.ID, 1, 64}, {Status, rec.Status, 0, 64}, {Other, rec.Other, 0, 64}, {Text, rec.Text, 0, 200}}
}

// why says what is expected instead of the text; "" of one that can stand.
func (t *text) why() string {
	if t.field != Kind {
		return field.Text(t.value, t.least, t.most)
	}
	strange := strings.IndexFunc(t.value, func(c rune) bool { return c != '-' && (c < 'a' || c > 'z') })
	if n := len(t.value); n < t.least || n > t.most || strange >= 0 || t.value[0] == '-' {
		return "1 to 20 of a to z and hyphens, beginning with a letter"
	}
	return ""
}
