package householdcsv

import (
	"fmt"
	"io"

	"balans/exchange/field"
	"balans/exchange/rows"
)

// counting counts the faults of a row.
type counting struct {
	*rows.Reader
	n int
}

func (c *counting) Refuse(field, at int, expected string) {
	c.n++
	c.Reader.Refuse(field, at, expected)
}

// Careful reads a file as a Reader does, but every line with care, the rows by a rows.Reader
// and the households by a map of all their lines that can be used.
func Careful(file string, in io.Reader) (all []Record, err error) {
	r, err := rows.NewReader(file, in, form)
	if err != nil {
		return nil, err
	}
	to := &counting{Reader: r}
	began, good, latest := map[string]int{}, map[string][]Record{}, ""
	for rec := range rows.Read(r, func(line int, f []string) Record {
		to.n = 0
		rec := careful(line, f, to)
		id := f[Household]
		if idFault(id) {
			return rec
		}
		if began[id] == 0 {
			began[id] = line
		} else if latest != id {
			to.Refuse(int(Household), 0, fmt.Sprintf("the lines of a household together; this one began on line %d", began[id]))
			good[id] = nil
		} else if before := good[id]; len(before) > 0 {
			last := before[len(before)-1]
			switch {
			case rec.Person != 0 && rec.Person != last.Person:
				to.Refuse(int(Person), 0, fmt.Sprintf("the person of line %d of the same household", last.Line))
			case rec.From > 0 && rec.From <= last.To:
				to.Refuse(int(From), 0, fmt.Sprintf("a month after %s, the last one of line %d of the same household", field.AppendMonth(nil, last.To), last.Line))
			}
		}
		if latest = id; to.n == 0 {
			good[id] = append(good[id], rec)
		}
		return rec
	}) {
		all = append(all, rec)
	}
	return all, r.Err()
}

// idFault reports whether careful refuses an id.
func idFault(id string) bool {
	if id == "" || len(id) > 40 || id[0] == '-' {
		return true
	}
	for _, c := range id {
		if !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '.' || c == '_' || c == '-') {
			return true
		}
	}
	return false
}
