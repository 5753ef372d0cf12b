package statute

import (
	"maps"

	"balans/law/calendar"
)

// Overlay is a new set in which the given values hold on their days. What p has for those
// days gives way: it is left out, cut or split, and keeps its source on the days that
// remain. Of two given values for one day the later in the list holds. p itself does not
// change. A value that Check refuses is an error and names its parameter.
func (p *Parameters) Overlay(values []Value) (*Parameters, error) {
	out := &Parameters{declared: p.declared, byName: p.byName, values: maps.Clone(p.values)}
	for _, v := range values {
		if err := p.Check(v); err != nil {
			return nil, err
		}
		out.values[v.Name] = lay(out.values[v.Name], v)
	}
	return out, nil
}

// lay is the entries with v on its days, in a slice of its own.
func lay(entries []entry, v Value) []entry {
	out := make([]entry, 0, len(entries)+2)
	for _, e := range entries {
		if e.From < v.From {
			if e.To == calendar.None || e.To >= v.From {
				e.To = v.From - 1
			}
			out = append(out, e)
		}
	}
	out = append(out, entry{Value: v})
	if v.To == calendar.None {
		return out
	}
	for _, e := range entries {
		if e.To == calendar.None || e.To > v.To {
			e.From = max(e.From, v.To+1)
			out = append(out, e)
		}
	}
	return out
}
