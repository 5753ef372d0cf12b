package control

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/statute"
	"balans/prevent/payout"
	"balans/prevent/register"
)

// Sources is what can be looked up.
type Sources struct {
	Register *register.Book
	Payouts  *payout.Book
	Law      *statute.Parameters
	// Failed is the fields whose source did not answer. A rule that reads one of them gives
	// look-up failed, never no finding.
	Failed Fields
	// Partial is the fields of which some facts have not come in. It is as if they had
	// failed, but whether an identity is protected is told by the facts there are.
	Partial Fields
}

// View is one payout line as a rule sees it: the fields on the rule's list and no other.
type View struct {
	*Sources
	Line *payout.Line
	On   calendar.Date // the day the control is made
	Settings
	rule    *Rule
	person  *register.Person
	outside Fields // asked for and not on the list
	failed  Fields // asked for, and its source does not answer
	inputs  []Input
	quiet   bool                  // the inputs are not kept
	days    []register.DayAbsence // looked up beforehand, one for each day of the line
}

// may reports whether the rule may read a field whose source answers, and remembers when
// it may not.
func (v *View) may(f Fields) bool {
	switch {
	case !v.rule.Reads.Has(f):
		v.outside |= f
	case (v.Failed|v.Partial|asideOf(v.Register, v.Line.Party))&f != 0:
		v.failed |= f
	default:
		return true
	}
	return false
}

func (v *View) note(f Fields, about, value, from string) {
	if v.quiet {
		return
	}
	if in := (Input{Field: f.String(), About: about, Value: value, From: from}); !slices.Contains(v.inputs, in) {
		v.inputs = append(v.inputs, in)
	}
}

func (v *View) people() *register.Person {
	if v.person == nil {
		v.person = v.Register.Of(v.Line.Party)
	}
	return v.person
}

// kindFields says which field lets a rule read facts of a kind.
var kindFields = map[register.Kind]Fields{
	register.Absence: ReadsAbsence, register.Income: ReadsIncome, register.Permit: ReadsPermit, register.Population: ReadsPopulation,
	register.JobSeeker: ReadsJobSeeker, register.A1: ReadsA1, register.Foreign: ReadsForeign, register.SickPay: ReadsSickPay,
	register.Assistance: ReadsAssistance, register.Institution: ReadsInstitution, register.SGI: ReadsSGI,
	register.Declared: ReadsDeclared, register.Account: ReadsAccounts, register.Phone: ReadsPhones,
}

// Facts is the live facts of a kind that have a day in the period, in order of their
// first day.
func (v *View) Facts(kind register.Kind, days calendar.Period) []register.Fact {
	f, ok := kindFields[kind]
	if !ok { // a kind that no control may read, such as names
		v.outside |= endOfFields
	}
	if !ok || !v.may(f) {
		return nil
	}
	return v.facts(f, v.people(), kind, days)
}

func (v *View) facts(f Fields, p *register.Person, kind register.Kind, days calendar.Period) (found []register.Fact) {
	for _, fact := range p.Facts(kind) {
		if fact.Days().Overlaps(days) {
			found = append(found, fact)
			v.note(f, fact.Days().String(), valueOf(&fact), fact.Source+" "+fact.ID)
		}
	}
	if len(found) == 0 {
		v.note(f, days.String(), "", "")
	}
	return found
}

// valueOf is what a fact says, for who reads the evaluation. Another person's number is
// masked.
func valueOf(f *register.Fact) string {
	s := f.Status
	add := func(t string) {
		if t != "" && s != "" {
			s += ", "
		}
		s += t
	}
	if child, err := identity.Parse(f.Other); f.Kind == register.Population && f.Status == register.Guardian && err == nil {
		add(child.Masked())
	} else {
		add(f.Other)
	}
	if f.Amount != 0 {
		add(f.Amount.String())
	}
	if f.Extent != 0 {
		add(percent(f.Extent))
	}
	if f.Hours != 0 {
		add(hoursText(f.Hours))
	}
	return s
}

func hoursText(hundredths int32) string {
	return fmt.Sprintf("%d,%02d h", hundredths/100, hundredths%100)
}

// FactsOfChild is the population facts of the child the line is about.
func (v *View) FactsOfChild(days calendar.Period) []register.Fact {
	if v.Line.Child == identity.None || !v.may(ReadsPopulation) {
		return nil
	}
	if asideOf(v.Register, v.Line.Child).Has(ReadsPopulation) {
		v.failed |= ReadsPopulation
		return nil
	}
	return v.facts(ReadsPopulation, v.Register.Of(v.Line.Child), register.Population, days)
}

// Absence is what employers reported of a day of the line.
func (v *View) Absence(day calendar.Date) register.DayAbsence {
	if !v.may(ReadsAbsence) {
		return register.DayAbsence{}
	}
	var d register.DayAbsence
	if v.days != nil {
		d = v.days[day-v.Line.From]
	} else {
		d = v.Register.Absences().On(v.Line.Party, day, fullDay)
	}
	if !v.quiet {
		value := ""
		if d.Reports > 0 {
			value = fmt.Sprintf("TFP %s, FP %s", percent(d.TFP), percent(d.FP))
		}
		v.note(ReadsAbsence, day.String(), value, "")
	}
	return d
}

// fullDay is what reported hours are held against: the person's own hours are not known
// to the register. Hundredths of an hour; an inference, no rule says so.
const fullDay = 800

// Employers is who paid the person in some months, and for a rule that reads absence also
// who reported some in them.
func (v *View) Employers(months calendar.Period) []identity.Number {
	if !v.may(ReadsIncome) {
		return nil
	}
	var employers []identity.Number
	if v.rule.Reads.Has(ReadsAbsence) {
		employers = v.people().Employers(months)
	} else {
		employers = paidBy(v.people().Facts(register.Income), months)
	}
	v.note(ReadsIncome, months.String(), masked(employers), "")
	return employers
}

// masked is numbers in words; those of persons, who employ too, are masked.
func masked(all []identity.Number) string {
	texts := make([]string, len(all))
	for i, n := range all {
		texts[i] = n.Masked()
	}
	return strings.Join(texts, ", ")
}

// paidBy is who declared some pay for one of the months, in order of their numbers.
func paidBy(incomes []register.Fact, months calendar.Period) (all []identity.Number) {
	for i := range incomes {
		if f := &incomes[i]; months.Overlaps(calendar.Period{From: f.Period, To: f.Period.EndOfMonth()}) {
			all = append(all, f.Employer)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// Declared reports whether an employer's declaration for a month has come in.
func (v *View) Declared(employer identity.Number, month calendar.Date) bool {
	if !v.may(ReadsDeclared) {
		return false
	}
	_, ok := v.Register.Declared(employer, month.FirstOfMonth())
	v.note(ReadsDeclared, employer.Masked()+" "+month.String()[:7], strconv.FormatBool(ok), "")
	return ok
}

// OwnPayouts is the person's other lines that have a day in common with the line and are
// not cancelled.
func (v *View) OwnPayouts() []*payout.Entry {
	if !v.may(ReadsOwnPayouts) {
		return nil
	}
	return v.beside(ReadsOwnPayouts, v.Payouts.Of(v.Line.Party))
}

// ChildPayouts is others' lines about the same child, as OwnPayouts.
func (v *View) ChildPayouts() (others []*payout.Entry) {
	if v.Line.Child == identity.None || !v.may(ReadsChildPayouts) {
		return nil
	}
	all := v.Payouts.About(v.Line.Child)
	for _, e := range all {
		if e.Line.Party != v.Line.Party {
			others = append(others, e)
		}
	}
	return v.beside(ReadsChildPayouts, others)
}

func (v *View) beside(f Fields, all []*payout.Entry) (found []*payout.Entry) {
	own := calendar.Period{From: v.Line.From, To: v.Line.To}
	for _, e := range all {
		if e.Line.ID != v.Line.ID && e.State != payout.Cancelled && own.Overlaps(calendar.Period{From: e.Line.From, To: e.Line.To}) {
			found = append(found, e)
			v.note(f, e.Line.From.String()+"–"+e.Line.To.String(), e.Line.Benefit.String()+" "+percent(e.Line.Extent), "payout "+e.Line.ID)
		}
	}
	if len(found) == 0 {
		v.note(f, own.String(), "", "")
	}
	return found
}

// OnAccount is how many parties have the line's account on the day of the control, or are
// paid to it by a line of the book whenever, the party included; 0 when the money goes to an organisation, such as a provider, which
// is paid for many.
func (v *View) OnAccount() int {
	if v.Line.Account == "" || v.Line.Receiver().Kind() == identity.Organisation || !v.may(ReadsAccounts) {
		return 0
	}
	parties := map[identity.Number]bool{v.Line.Party: true}
	for _, f := range v.Register.OnAccount(v.Line.Account) {
		if f.Days().Contains(v.On) {
			parties[f.Party] = true
		}
	}
	for _, e := range v.Payouts.OnAccount(v.Line.Account) {
		if e.State != payout.Cancelled && e.Line.Receiver().Kind() != identity.Organisation {
			parties[e.Line.Party] = true
		}
	}
	v.note(ReadsAccounts, "", strconv.Itoa(len(parties)), "")
	return len(parties)
}

// OnPhones is the most parties that are reached on one of the person's numbers.
func (v *View) OnPhones() (most int) {
	if !v.may(ReadsPhones) {
		return 0
	}
	for _, f := range v.people().On(register.Phone, v.On) {
		parties := map[identity.Number]bool{}
		for _, on := range v.Register.OnPhone(f.Other) {
			if on.Days().Contains(v.On) {
				parties[on.Party] = true
			}
		}
		most = max(most, len(parties))
	}
	v.note(ReadsPhones, "", strconv.Itoa(most), "")
	return most
}
