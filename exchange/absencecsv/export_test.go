package absencecsv

import (
	"io"
	"slices"

	"balans/exchange/rows"
)

// Careful reads a file as a Reader does, but every line with care, the rows by a
// rows.Reader.
func Careful(file string, in io.Reader) ([]Record, error) {
	r, err := rows.NewReader(file, in, form)
	if err != nil {
		return nil, err
	}
	all := slices.Collect(rows.Read(r, func(line int, f []string) Record { return careful(line, f, r) }))
	return all, r.Err()
}
