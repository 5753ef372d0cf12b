package register

import "slices"

// demand says whether a field of a line stands there.
type demand uint8

const (
	no demand = iota
	may
	must
)

// meaning is what the field other holds.
type meaning uint8

const (
	nothing  meaning = iota
	words            // any text
	employer         // the twelve digits of who employs
	child            // the twelve digits of a person
	state            // two capital letters of a state (ISO 3166)
	account          // 1 to 34 letters and digits
	phone            // a number that begins with 0
)

var meanings = [...]string{nothing: "nothing", words: "a text", employer: "the employer's number in twelve digits (an organisation: 16 and its ten)",
	child: "the child's number in twelve digits", state: "a state as two capital letters, such as DK", account: "an account: 1 to 34 digits and capital letters, without space",
	phone: "a telephone number that begins with 0, of 5 to 15 digits; spaces and hyphens may stand in it"}

// variant is what a kind of fact with one status needs.
type variant struct {
	status  string
	to      demand
	other   demand
	meaning meaning
}

// demands is what the lines of a kind of fact need beside kind, source, id, party and
// from.
type demands struct {
	variants              []variant
	free                  bool // any status, which must be there, as the one variant says
	amount, extent, hours demand
	month                 bool // from is the first of a month, and to its last day or nothing
	whole                 bool // the amount is whole kronor
	elsewhere             string
}

// ofKinds is what each kind needs in the neutral file of facts.
var ofKinds = [kinds]demands{
	Absence:  {elsewhere: "absence in an AGI file or in the neutral file of absence (employer;period;party;…), where its key has a place"},
	Income:   {variants: []variant{{"", may, must, employer}}, amount: must, month: true, whole: true},
	Declared: {variants: []variant{{"", may, no, nothing}, {InPart, may, no, nothing}}, month: true},
	Permit: {variants: []variant{
		{PermitGranted, may, may, words}, {PermitApplied, no, may, words}, {PermitRefused, may, may, words}, {PermitFinal, no, may, words},
		{PermitRevoked, no, may, words}, {PermitExpulsion, no, may, words}, {PermitCitizen, no, no, nothing}, {PermitEUResides, may, may, words}, {PermitAsylum, may, may, words}}},
	Population: {variants: []variant{
		{Dead, no, no, nothing}, {Emigrated, no, may, state}, {Immigrated, no, may, state}, {Protected, may, no, nothing}, {Guardian, may, must, child}}},
	JobSeeker:   {variants: []variant{{"", may, no, nothing}}, extent: may},
	A1:          {variants: []variant{{A1Issued, may, must, state}, {A1Withdrawn, may, must, state}}},
	Foreign:     {variants: []variant{{"", must, must, state}}, free: true, amount: must},
	SickPay:     {variants: []variant{{"", may, must, employer}}, extent: may},
	Account:     {variants: []variant{{"", may, must, account}}},
	Phone:       {variants: []variant{{"", may, must, phone}}},
	Assistance:  {variants: []variant{{"", must, must, words}}, hours: must},
	Institution: {variants: []variant{{"", may, must, words}}},
	Name:        {variants: []variant{{"", may, must, words}}},
	SGI:         {variants: []variant{{SGIEmployment, may, no, nothing}, {SGIOther, may, no, nothing}}, amount: must, whole: true},
}

// variantOf finds the variant of a status.
func (d *demands) variantOf(status string) (variant, bool) {
	if d.free {
		return d.variants[0], status != ""
	}
	for _, v := range d.variants {
		if v.status == status {
			return v, true
		}
	}
	return variant{}, false
}

// statuses are what may stand in status, in words.
func (d *demands) statuses() string {
	switch {
	case d.free:
		return "a text: its sort"
	case len(d.variants) == 1 && d.variants[0].status == "":
		return "nothing: this kind has no status"
	}
	s := ""
	for i, v := range d.variants {
		switch {
		case i > 0 && i == len(d.variants)-1:
			s += " or "
		case i > 0:
			s += ", "
		}
		if v.status == "" {
			s += "nothing"
		}
		s += v.status
	}
	return s
}

// Form is what a line of a kind of fact is to hold, in words, for those who write such
// files.
type Form struct {
	Kind      Kind
	Statuses  []string // what may stand in status; one that is "" is nothing
	Needs     []string // the fields that must be there with every status
	May       []string // those that may be, with some status
	Other     []string // what stands in other, in words
	Elsewhere string   // where such facts are told instead; "" when lines may
}

// Forms is what lines of each kind hold, in the order of the kinds.
func Forms() []Form {
	var all []Form
	for _, k := range Kinds() {
		d := &ofKinds[k]
		f := Form{Kind: k, Elsewhere: d.elsewhere}
		to, other := must, must
		toMay, otherMay := false, false
		for _, v := range d.variants {
			f.Statuses = append(f.Statuses, v.status)
			to, other = min(to, v.to), min(other, v.other)
			toMay, otherMay = toMay || v.to > no, otherMay || v.other > no
			if what := meanings[v.meaning]; v.other > no && !slices.Contains(f.Other, what) {
				f.Other = append(f.Other, what)
			}
		}
		if d.free {
			f.Statuses = []string{"any text"}
		}
		for _, x := range []struct {
			name  string
			least demand
			may   bool
		}{{"to", to, toMay}, {"other", other, otherMay}, {"amount", d.amount, d.amount > no}, {"extent", d.extent, d.extent > no}, {"hours", d.hours, d.hours > no}} {
			switch {
			case len(d.variants) > 0 && x.least == must:
				f.Needs = append(f.Needs, x.name)
			case x.may:
				f.May = append(f.May, x.name)
			}
		}
		all = append(all, f)
	}
	return all
}
