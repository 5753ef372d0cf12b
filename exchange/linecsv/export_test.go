package linecsv

import (
	"io"

	"balans/exchange/field"
	"balans/exchange/rows"
)

// Careful reads a file as a Reader does, but every line with care, the rows by a
// rows.Reader and the ids by a map.
func Careful(file string, in io.Reader, refuse func(*Record) (Field, string)) ([]Record, error) {
	r, err := rows.NewReader(file, in, form)
	if err != nil {
		return nil, err
	}
	var all []Record
	seen := map[string]int{}
	for rec := range rows.Read(r, func(line int, f []string) Record {
		rec := careful(line, f, r)
		if field.Text(f[Payout], 1, 64) == "" {
			if first, twice := seen[f[Payout]]; twice {
				r.Refuse(int(Payout), 0, standsTwice(first))
			} else {
				seen[f[Payout]] = line
			}
		}
		return rec
	}) {
		if f, why := refuse(&rec); why != "" {
			r.Refuse(int(f), 0, why)
		}
		all = append(all, rec)
	}
	return all, r.Err()
}
