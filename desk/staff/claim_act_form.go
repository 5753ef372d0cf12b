package staff

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"

	"balans/access"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/recover/claim"
	"balans/recover/position"
)

// fieldSort is what is written in a field.
type fieldSort uint8

const (
	pastDayField   fieldSort = iota // a day up to today
	anyDayField                     // also one to come
	kronorField                     // an amount above 0
	countField                      // a whole number above 0
	lineField                       // one line of text
	sentencesField                  // some
	oneField                        // one of a list
	tickField                       // yes or no
	claimsField                     // some of the debtors' other claims
)

// actField is a field of an act.
type actField struct {
	name string
	sort fieldSort
	free bool // may be left empty
	// of are the values to choose from, each with its text.
	of func(x *acting) []option
	// first is what stands in the field before anybody types.
	first func(x *acting) string
	// when says whether the claim has the field at all; nil: it has.
	when func(x *acting) bool
}

// mostInstalmentsTyped is a hundred years of months.
const mostInstalmentsTyped = 1200

// The fields that many acts have.
var (
	onField     = actField{name: "act_on", sort: pastDayField, first: func(x *acting) string { return x.asked.today().String() }}
	reasonField = actField{name: "act_reason", sort: sentencesField}
	debtorField = actField{name: "act_debtor", sort: oneField, of: debtorOptions, when: func(x *acting) bool { return len(x.life.decision.Debtors) > 1 }}
	proofField  = actField{name: "act_proof", sort: lineField}
)

func debtorOptions(x *acting) (all []option) {
	for i, d := range x.life.decision.Debtors {
		all = append(all, option{Value: strconv.Itoa(i + 1), Text: x.text("claim.debtor.number", i+1) + ", " + d.Number.Masked()})
	}
	return all
}

// debtor is the debtor chosen; 0 where there is one only.
func (x *acting) debtor() identity.Number {
	n, err := strconv.Atoi(x.got.texts["act_debtor"])
	if err != nil || n < 1 || n > len(x.life.decision.Debtors) {
		return 0
	}
	return x.life.decision.Debtors[n-1].Number
}

func (f *actField) isShown(x *acting) bool { return f.when == nil || f.when(x) }

// initial is what stands in the form before anybody types. A field that must be chosen in
// has its first value.
func (x *acting) initial(a *act) url.Values {
	v := url.Values{}
	for i := range a.fields {
		f := &a.fields[i]
		if !f.isShown(x) {
			continue
		}
		if f.first != nil {
			v.Set(f.name, f.first(x))
		} else if all := f.options(x); f.sort == oneField && !f.free && len(all) > 0 {
			v.Set(f.name, all[0].Value)
		}
	}
	return v
}

// prefilled is the same with what the address says, as a link to the form does.
func (x *acting) prefilled(a *act) url.Values {
	v := x.initial(a)
	for i := range a.fields {
		if f := &a.fields[i]; f.isShown(x) && x.asked.get(f.name) != "" {
			v.Set(f.name, x.asked.get(f.name))
		}
	}
	return v
}

func (f *actField) options(x *acting) []option {
	if f.of == nil {
		return nil
	}
	return f.of(x)
}

// readFields reads what was typed and gathers what is wrong with it.
func (x *acting) readFields(a *act) {
	x.got = actValues{days: map[string]calendar.Date{}, amounts: map[string]money.Amount{}, counts: map[string]int{}, texts: map[string]string{}}
	for i := range a.fields {
		f := &a.fields[i]
		if !f.isShown(x) {
			continue
		}
		if f.sort == claimsField {
			x.readOthers(f)
			continue
		}
		if x.a.get(f.name) == "" {
			if !f.free && f.sort != tickField {
				x.missing(f)
			}
			continue
		}
		x.readField(f)
	}
}

// missing says that a field is empty; of a list with nothing in it, that there is nothing.
func (x *acting) missing(f *actField) {
	switch {
	case f.sort == oneField && len(f.options(x)) == 0:
		x.a.problems = append(x.a.problems, problem{f.name, x.text("error.act.none." + f.name)})
	case f.sort == oneField:
		x.a.wrong(f.name, "error.choose", x.text("field."+f.name))
	default:
		x.a.wrong(f.name, "error.said.missing", x.text("field."+f.name))
	}
}

func (x *acting) readField(f *actField) {
	name, value := f.name, x.a.get(f.name)
	switch f.sort {
	case pastDayField:
		x.got.days[name] = x.a.day(name, calendar.None)
	case anyDayField:
		d, ok := parseDay(value)
		switch {
		case !ok:
			x.a.wrong(name, "error.day", x.text("field."+name), value)
		case d < earliest || d > latest:
			x.a.wrong(name, "error.act.range", x.text("field."+name), value)
		}
		x.got.days[name] = d
	case kronorField:
		x.got.amounts[name] = x.a.amount(name, 1, claim.AmountLimit)
	case countField:
		n, err := strconv.Atoi(value)
		if err != nil || n < 1 || n > mostInstalmentsTyped {
			x.a.wrong(name, "error.act.count", x.text("field."+name), mostInstalmentsTyped)
		}
		x.got.counts[name] = n
	case lineField, sentencesField:
		x.got.texts[name] = x.a.said(name, 1)
	case tickField:
		x.got.texts[name] = "yes"
	case oneField:
		if !slices.ContainsFunc(f.options(x), func(o option) bool { return o.Value == value }) {
			x.a.wrong(name, "error.option", x.text("field."+name), value)
		}
		x.got.texts[name] = value
	}
}

// readOthers reads which other claims are chosen. No other claim than one of the debtors'
// can be.
func (x *acting) readOthers(f *actField) {
	for _, id := range x.a.values[f.name] {
		at := slices.IndexFunc(x.others, func(c position.Claim) bool { return c.ID == id })
		switch {
		case at < 0:
			x.a.wrong(f.name, "error.option", x.text("field."+f.name), id)
		case !slices.Contains(x.got.claims, x.others[at]):
			x.got.claims = append(x.got.claims, x.others[at])
		}
	}
}

// several is the claims chosen, this one first, and says that the command reads them.
func (x *acting) several() []position.Claim {
	x.involved = append([]position.Claim{x.on}, x.got.claims...)
	return x.involved
}

// is reports whether a box was ticked.
func (x *acting) is(name string) bool { return x.got.texts[name] != "" }

// dayOr is a day that may be left out.
func (x *acting) dayOr(name string, otherwise calendar.Date) calendar.Date {
	if d, ok := x.got.days[name]; ok {
		return d
	}
	return otherwise
}

// actInput is a field on the page.
type actInput struct {
	Sort   string // the template
	Field  field
	Choice choiceField
	Boxes  []actBox
}

// actBox is a box to tick.
type actBox struct {
	ID, Name, Value, Text, Sub string
	Checked                    bool
}

var fieldTemplates = [...]string{pastDayField: "field", anyDayField: "field", kronorField: "field", countField: "field", lineField: "field", sentencesField: "area", oneField: "select", tickField: "check", claimsField: "checks"}

// form is the fields with what stands in them.
func (x *acting) form(a *act) (all []actInput, err error) {
	for i := range a.fields {
		f := &a.fields[i]
		if !f.isShown(x) {
			continue
		}
		one := actInput{Sort: fieldTemplates[f.sort]}
		value, wrong := x.a.values.Get(f.name), x.a.problem(f.name)
		label := x.text("field." + f.name)
		if f.free && f.sort != tickField && f.sort != claimsField {
			label += " " + x.text("act.free")
		}
		help := ""
		if _, ok := texts["help."+f.name]; ok {
			help = x.text("help." + f.name)
		}
		one.Field = field{Name: f.name, Label: label, Help: help, Type: "text", Value: value, Error: wrong}
		switch f.sort {
		case pastDayField, anyDayField:
			one.Field = x.dayField(f, value, label, help)
		case oneField:
			one.Choice = choiceField{Name: f.name, Label: label, Help: help, Error: wrong}
			if f.free || len(f.options(x)) == 0 {
				one.Choice.Options = append(one.Choice.Options, option{"", x.text("act.unchosen"), value == ""})
			}
			for _, o := range f.options(x) {
				one.Choice.Options = append(one.Choice.Options, option{o.Value, o.Text, o.Value == value})
			}
		case tickField:
			one.Boxes = []actBox{{f.name, f.name, "yes", label, help, value != ""}}
		case claimsField:
			if len(x.others) == 0 {
				continue
			}
			if one.Boxes, err = x.otherBoxes(f); err != nil {
				return nil, err
			}
		}
		all = append(all, one)
	}
	return all, nil
}

// dayField is a day's field; what is no day is kept, which a native field would not show.
func (x *acting) dayField(f *actField, value, label, help string) field {
	d := field{Name: f.name, Label: label, Help: help, Type: "date", Value: value, Error: x.a.problem(f.name)}
	if f.sort == pastDayField {
		d.Max = x.asked.today().String()
	}
	if _, err := calendar.Parse(value); err != nil && value != "" || d.Error != "" {
		d.Type, d.Max = "text", ""
	}
	return d
}

// otherBoxes are the debtors' other claims with what is owed on each today, as far as they are
// for who asks.
func (x *acting) otherBoxes(f *actField) (all []actBox, err error) {
	ctx, now := x.r.Context(), x.s.now()
	n, err := x.s.controlsNow(ctx)
	if err != nil {
		return nil, err
	}
	defer n.release()
	known, err := x.s.personsOf(ctx, n)
	if err != nil {
		return nil, err
	}
	book, err := x.s.accessBook(ctx)
	if err != nil {
		return nil, err
	}
	asker := book.Asker(x.user.ID, x.route.permission, now.Date(), now, &debtors{known})
	for n, c := range x.others {
		i, ok := x.facts.columns.Find(c.ID)
		if !ok {
			return nil, fmt.Errorf("the claim %s is not among the columns", c.ID)
		}
		if !asker.May(access.Matter{Party: c.Party, Others: known.debts.Others(i), Benefit: x.facts.columns.Benefit(i).String()}).OK {
			continue
		}
		owed, err := x.owed(c)
		if err != nil {
			return nil, err
		}
		all = append(all, actBox{ID: f.name + "-" + strconv.Itoa(n+1), Name: f.name, Value: c.ID, Text: c.ID,
			Sub: x.text("act.other", x.text.benefit(x.facts.columns.Benefit(i)), owed), Checked: slices.Contains(x.a.values[f.name], c.ID)})
	}
	return all, nil
}

// owed is what is owed on a claim today, in words where it is not known.
func (x *acting) owed(c position.Claim) (string, error) {
	stream, err := x.load(c)
	if err != nil {
		return "", err
	}
	cf, err := claimFileOf(stream)
	if err != nil {
		return "", err
	}
	l, err := newLife(cf, x.facts.columns.LawBook(), x.life.asOf, x.life.known)
	switch {
	case err != nil:
		return "", err
	case !l.account.IsKnown():
		return x.text("money.unknown"), nil
	}
	return x.text.kronor(l.account.Total()), nil
}

// carried is what was typed, to be sent again as it is.
func (x *acting) carried(a *act) (all []hidden) {
	for i := range a.fields {
		for _, v := range x.a.values[a.fields[i].name] {
			if v != "" {
				all = append(all, hidden{a.fields[i].name, v})
			}
		}
	}
	return all
}
