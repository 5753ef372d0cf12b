package incomecsv

import (
	"io"

	"balans/exchange/rows"
)

// Careful reads a file as a Reader does, but every line with care, the rows by a rows.Reader.
func Careful(file string, in io.Reader) (all []Record, err error) {
	r, err := rows.NewReader(file, in, form)
	if err != nil {
		return nil, err
	}
	for rec := range rows.Read(r, func(line int, f []string) Record { return careful(line, f, r) }) {
		all = append(all, rec)
	}
	return all, r.Err()
}
