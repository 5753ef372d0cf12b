package staff

import (
	"balans/law/calendar"
	"balans/prevent/benefit"
	"balans/steer/indicator"
)

// field is a field to write in.
type field struct {
	Name, Label, Help, Type, Value, Max, Error string
}

// choiceField is a list to choose from.
type choiceField struct {
	Name, Label, Help, Error string
	Options                  []option
}

type option struct {
	Value, Text string
	Selected    bool
}

// hidden is what a form carries along.
type hidden struct{ Name, Value string }

// problem finds what was wrong with a field.
func (a *asked) problem(name string) string {
	for _, p := range a.problems {
		if p.Field == name {
			return p.Text
		}
	}
	return ""
}

// dayField is a day's field. What was written is kept when it was wrong, which a
// native date field would not show.
func (a *asked) dayField(name, value string) field {
	f := field{Name: name, Label: a.text("field." + name), Help: a.text("help." + name), Type: "date", Value: value, Max: a.today().String()}
	if f.Error = a.problem(name); f.Error != "" {
		f.Value = a.values.Get(name)
	}
	if _, err := calendar.Parse(f.Value); err != nil && f.Value != "" {
		f.Type, f.Max = "text", ""
	}
	return f
}

// monthField is dayField for a month.
func (a *asked) monthField(name, value string) field {
	f := field{Name: name, Label: a.text("field." + name), Help: a.text("help.month"), Type: "month", Value: value, Max: a.today().String()[:7]}
	if f.Error = a.problem(name); f.Error != "" {
		f.Value, f.Type, f.Max = a.values.Get(name), "text", ""
	}
	return f
}

// knownField shows the instant as it was asked for; empty means now.
func (a *asked) knownField(k known) field {
	value := ""
	if !k.now {
		value = knownParam(k.at)
	}
	return a.dayField("known_at", value)
}

func (a *asked) benefitField(chosen benefit.Code, of []benefit.Code) choiceField {
	f := choiceField{Name: "benefit", Label: a.text("field.benefit"), Error: a.problem("benefit"),
		Options: []option{{Value: "", Text: a.text("benefit.all"), Selected: chosen == benefit.None}}}
	for _, b := range of {
		f.Options = append(f.Options, option{b.String(), a.text.benefit(b), b == chosen})
	}
	return f
}

// reading is one open question of the report with its answer.
type reading struct {
	ID, Question, Answer string
	Field                *choiceField // where there is a choice
}

// readings lists A1 to A11.
func (a *asked) readings(c indicator.Choice) []reading {
	var all []reading
	for _, p := range indicator.Parameters() {
		chosen := c.Option(&p)
		r := reading{ID: p.ID, Question: a.text.either(p.Sv, p.En), Answer: a.text.either(chosen.Sv, chosen.En)}
		if len(p.Options) > 1 {
			r.Field = &choiceField{Name: p.Name, Label: p.ID + " " + r.Question, Error: a.problem(p.Name)}
			for _, o := range p.Options {
				r.Field.Options = append(r.Field.Options, option{o.Value, a.text.either(o.Sv, o.En), o.Value == chosen.Value})
			}
		}
		all = append(all, r)
	}
	return all
}
