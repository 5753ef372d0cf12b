package assessedcsv

import (
	"fmt"
	"io"
	"slices"
	"strings"

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

// event is a line that can be divided, and the household it says it is of; "" for none.
type event struct {
	line    int
	id      string
	role    Role
	refused bool
	fields  []string
}

// Careful reads a file as a Reader does, but every line with care, the rows by a rows.Reader,
// and who is in a household by a map. The households without an adult are looked for when
// all is read. ok is false of a file with more faults than are told.
func Careful(file string, in io.Reader) (all []Record, faults []*LineError, ok bool, err error) {
	r, err := rows.NewReader(file, in, form)
	if err != nil {
		return nil, nil, false, err
	}
	to := &counting{Reader: r}
	began, people, latest := map[string]int{}, map[string]map[int64]int{}, ""
	var events []event
	for rec := range rows.Read(r, func(line int, f []string) Record {
		to.n = 0
		rec := careful(line, f, to)
		id := f[Household]
		if id == "" || len(id) > 40 || id[0] == '-' || strings.Trim(id, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-") != "" {
			events = append(events, event{line: line})
			return rec
		}
		first, same := people[id][int64(rec.Person)]
		switch {
		case began[id] == 0:
			began[id] = line
		case latest != id:
			to.Refuse(int(Household), 0, fmt.Sprintf("the lines of a household together; this one began on line %d", began[id]))
			people[id] = nil
		case same && rec.Person != 0:
			to.Refuse(int(Person), 0, fmt.Sprintf("a person who stands once in the household; line %d has the same", first))
		}
		if people[id] == nil {
			people[id] = map[int64]int{}
		}
		if _, known := people[id][int64(rec.Person)]; !known {
			people[id][int64(rec.Person)] = line
		}
		latest = id
		events = append(events, event{line, id, rec.Role, to.n > 0, slices.Clone(f)})
		return rec
	}) {
		all = append(all, rec)
	}
	if err := r.Err(); err != nil {
		bad, ok := err.(*BadLines)
		if !ok {
			return nil, nil, false, err
		}
		if bad.More {
			return nil, nil, false, nil
		}
		faults = bad.Faults
	}
	faults = append(slices.Clone(faults), withoutAdult(file, events, faults)...)
	slices.SortStableFunc(faults, func(a, b *LineError) int { return a.Line - b.Line })
	return all, faults, len(faults) <= MaxBad, nil
}

// withoutAdult tells of the households of which all is well but that no line is an adult's.
func withoutAdult(file string, events []event, faults []*LineError) (told []*LineError) {
	at := map[int]bool{}
	for _, e := range events {
		at[e.line] = true
	}
	for _, f := range faults { // lines that could not be divided, or are too long
		if !at[f.Line] {
			events, at[f.Line] = append(events, event{line: f.Line}), true
		}
	}
	slices.SortFunc(events, func(a, b event) int { return a.line - b.line })
	bad, adult, first := map[string]bool{}, map[string]bool{}, map[string]event{}
	var order []string
	for i, e := range events {
		for _, j := range []int{i - 1, i + 1} {
			bad[e.id] = bad[e.id] || j >= 0 && j < len(events) && events[j].id == ""
		}
		if _, known := first[e.id]; !known {
			first[e.id], order = e, append(order, e.id)
		}
		bad[e.id], adult[e.id] = bad[e.id] || e.refused, adult[e.id] || e.role == Adult
	}
	for _, id := range order {
		if e := first[id]; id != "" && !bad[id] && !adult[id] {
			var b []byte
			for i, text := range e.fields {
				if b = field.AppendText(b, text); i < len(e.fields)-1 {
					b = append(b, ';')
				}
			}
			told = append(told, &LineError{File: file, Line: e.line, Column: len(id) + len(e.fields[Person]) + 3, Field: "role", Found: e.role.String(), Expected: anAdult, Raw: rows.Masked(string(b))})
		}
	}
	return told
}
