package assessedcsv

import (
	"cmp"
	"slices"
	"unicode/utf8"

	"balans/exchange/field"
	"balans/exchange/rows"
)

// missing is the households without an adult. That one has none is known when its lines are
// over, and told of its first.
type missing struct {
	file   string
	first  firstLine // of the household that is read
	faults []*LineError
	groups []int // of the faults
	more   bool
}

// firstLine is what is to be told of the first line of a household.
type firstLine struct {
	line   int
	role   Role
	raw    []byte
	before int // bytes of raw before the role
}

const anAdult = "an adult on one of the household's lines"

// remember keeps the first line of a household, which is no adult's.
func (m *missing) remember(r *Reader) {
	f := &m.first
	f.line, f.role = r.rec.Line, r.rec.Role
	if r.plain == nil {
		f.write(r.f)
		return
	}
	f.raw, f.before = append(f.raw[:0], r.plain...), len(r.rec.Household)+len(";YYYYMMDDNNNN;")
}

// write makes the line of its fields.
func (f *firstLine) write(fields []string) {
	f.raw = f.raw[:0]
	for i, text := range fields {
		if i > 0 {
			f.raw = append(f.raw, ';')
		}
		if i == int(FieldRole) {
			f.before = len(f.raw)
		}
		f.raw = field.AppendText(f.raw, text)
	}
}

// tell adds the fault of the household whose first line was kept.
func (m *missing) tell(group int) {
	f := &m.first
	m.groups = append(m.groups, group)
	m.faults = append(m.faults, &LineError{File: m.file, Line: f.line, Column: 1 + utf8.RuneCount(f.raw[:f.before]), Field: Header[FieldRole],
		Found: f.role.String(), Expected: anAdult, Raw: rows.Masked(string(f.raw))})
}

// withdraw takes back what was told of a household that goes on elsewhere in the file, where
// its adult may be: that its lines stand apart is told there.
func (m *missing) withdraw(group int) {
	if at := slices.Index(m.groups, group); at >= 0 {
		m.groups, m.faults = slices.Delete(m.groups, at, at+1), slices.Delete(m.faults, at, at+1)
	}
}

// many reports whether there are more faults than are told, with those of the lines.
func (m *missing) many(lines error) bool {
	n := len(m.faults)
	if bad, ok := lines.(*BadLines); ok {
		n += len(bad.Faults)
	}
	m.more = m.more || n > MaxBad
	return m.more
}

// among is the error of the lines with these faults among its own, in the file's order.
func (m *missing) among(lines error) error {
	if len(m.faults) == 0 {
		return lines
	}
	all := BadLines{File: m.file}
	if lines != nil {
		bad, ok := lines.(*BadLines)
		if !ok {
			return lines
		}
		all = *bad
	}
	all.Faults = slices.Concat(all.Faults, m.faults)
	slices.SortStableFunc(all.Faults, func(a, b *LineError) int { return cmp.Compare(a.Line, b.Line) })
	if len(all.Faults) > MaxBad {
		all.Faults, all.More = all.Faults[:MaxBad], true
	}
	return &all
}
