package appropriation

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"balans/journal"
	"balans/law/calendar"
	"balans/steer/directive"
)

// Refusal is why a set of entries was not booked: nothing of it was.
type Refusal struct{ Faults []Fault }

// Fault is what is wrong with an entry.
type Fault struct {
	File    string // "" for none
	Line    int    // in the file, 0 for none
	Voucher string
	Account Account
	Err     error
	Limit   *Limit // the limit that it would pass, or nil
}

func (f *Fault) Error() string {
	where := "voucher " + f.Voucher
	switch {
	case f.Line > 0 && f.File != "":
		where = fmt.Sprintf("%s:%d: %s", f.File, f.Line, where)
	case f.Line > 0:
		where = fmt.Sprintf("line %d, %s", f.Line, where)
	case f.File != "":
		where = f.File + ": " + where
	}
	return fmt.Sprintf("%s on %s: %s", where, f.Account, f.Err)
}

// mostTold is how many faults an error tells of in words.
const mostTold = 20

func (r *Refusal) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "nothing was booked; refused: %d", len(r.Faults))
	for i := range r.Faults[:min(len(r.Faults), mostTold)] {
		b.WriteString("\n" + r.Faults[i].Error())
	}
	if more := len(r.Faults) - mostTold; more > 0 {
		fmt.Fprintf(&b, "\nand %d more", more)
	}
	return b.String()
}

// inFile says where the lines of the faults stand.
func (r *Refusal) inFile(name string) {
	for i := range r.Faults {
		r.Faults[i].File = name
	}
}

func (d *decision) refuse(e *Entry, why string, args ...any) {
	d.refusal.Faults = append(d.refusal.Faults, Fault{Line: e.Line, Voucher: e.Voucher, Account: e.Account, Err: fmt.Errorf(why, args...)})
}

// limitFault is that an entry would pass a limit: as the limit stands with the entry, and
// with the whole set.
func limitFault(e *Entry, with, whole *Limit) Fault {
	used, all := max(with.Used, with.Peak), max(whole.Used, whole.Peak)
	set := ""
	if all != used {
		set = fmt.Sprintf("; with the whole set %s", all)
	}
	return Fault{Line: e.Line, Voucher: e.Voucher, Account: e.Account, Limit: with, Err: fmt.Errorf(
		"it passes the limit %s: %s of %s would be used with it, %s too much%s (%s; the letter, edition %s, line %d: %s). Book less, or state the reason for passing it",
		with.ID, used, with.Amount.Amount, used-with.Amount.Amount, set, with.Law, with.Edition, with.Line, with.Text)}
}

// The most characters of the texts of an entry.
const (
	mostVoucher = 200
	mostText    = 500
)

// check is everything about one entry but limits, other entries and what is booked.
func (d *decision) check(e *Entry) error {
	if err := e.checkForm(); err != nil {
		return err
	}
	if err := d.checkDays(e); err != nil {
		return err
	}
	v := d.view(e.Day)
	if v == nil || e.KnownAt != 0 && directive.InForce(d.sources.Editions, e.Day.Year(), e.Day, e.KnownAt) == nil {
		return fmt.Errorf("no edition of the letter for %d that was confirmed when the entry became known applied on %s; take in and confirm the one that did", e.Day.Year(), e.Day)
	}
	if err := v.allows(e.Account); err != nil {
		return err
	}
	switch e.Account.Class() {
	case ItemClass:
		return v.checkItem(e)
	case CommitmentClass:
		return v.checkCommitment(e)
	}
	if e.Purpose != "" {
		return fmt.Errorf("the purpose %q has no meaning here; leave it empty", e.Purpose)
	}
	return nil
}

// checkForm is what can be said without a letter.
func (e *Entry) checkForm() error {
	if _, err := ParseAccount(string(e.Account)); err != nil {
		return err
	}
	effect, ok := effectOf(e.Account.Class(), e.Kind)
	switch {
	case e.Voucher == "" || len(e.Voucher) > mostVoucher || strings.TrimSpace(e.Voucher) != e.Voucher:
		return fmt.Errorf("the voucher is to have 1 to %d bytes and no space around it", mostVoucher)
	case !ok:
		return fmt.Errorf("there is no kind %q on an account of the class %s; the kinds are %s", e.Kind, e.Account.Class(), kindList(e.Account.Class()))
	case e.Count < 0:
		return fmt.Errorf("the count %d is below zero", e.Count)
	case len(e.Text) > mostText:
		return fmt.Errorf("the text is %d bytes, at most %d", len(e.Text), mostText)
	case max(e.Amount, -e.Amount) > mostAmount || e.Amount == -e.Amount && e.Amount != 0:
		return fmt.Errorf("the amount %s is larger than any amount of a state budget (%s)", e.Amount, mostAmount)
	case !effect.signed && e.Amount <= 0:
		other, _ := e.Kind.Reverse()
		return fmt.Errorf("the amount %s is to be above zero; what takes away is booked as %s", e.Amount, other)
	case effect.signed && e.Amount == 0 && e.Kind != Opening:
		return errors.New("the amount is zero")
	case e.Kind.needsDecision() && strings.TrimSpace(e.Text) == "":
		return fmt.Errorf("the kind %s rests on a decision; name it in the text, such as its day and number", e.Kind)
	}
	for _, t := range []struct{ name, text string }{{"account", string(e.Account)}, {"voucher", e.Voucher}, {"purpose", e.Purpose}, {"text", e.Text}} {
		if !journal.Plain(t.text) {
			return fmt.Errorf("the %s holds a control character or is not UTF-8: %q", t.name, t.text)
		}
	}
	return nil
}

func kindList(c Class) string {
	var words []string
	for _, k := range Kinds(c) {
		words = append(words, string(k))
	}
	return strings.Join(words, ", ")
}

// checkDays: a booking tells of what has happened, and of a year that is open.
func (d *decision) checkDays(e *Entry) error {
	at := e.KnownAt
	if at == 0 {
		at = d.now
	}
	b := Books{closings: d.closings}
	open := b.openFrom(at)
	switch y := e.Day.Year(); {
	case e.Day == calendar.None || y < 1900 || y > 2999:
		return errors.New("the day is missing or has no year of a budget")
	case at > d.now:
		return fmt.Errorf("it became known at %s and it is %s", at, d.now)
	case e.Day > at.Date():
		return fmt.Errorf("the day %s lies ahead; a booking tells of what has happened, and %s was known on %s", e.Day, e.Voucher, at.Date())
	case at != d.now && len(d.closings) > 0 && at <= d.closings[len(d.closings)-1].At:
		c := d.closings[len(d.closings)-1]
		return fmt.Errorf("%s was closed at %s, so nothing more can have been known at %s; leave the instant out", c.Through.String()[:7], c.At, at)
	case open > calendar.New(y, 12, 31):
		return fmt.Errorf("%w: the year %d is closed; book it on a day of %d, the first open year", ErrClosed, y, open.Year())
	}
	return nil
}

// allows says whether the letter gives the agency an account, and if not what there is.
func (v *view) allows(a Account) error {
	edition := v.edition.ID
	found := true
	switch a.Class() {
	case ItemClass:
		p := v.of(a.Item())
		if line, shut := v.closed[a.Item()]; shut {
			return fmt.Errorf("the item is closed by the letter (edition %s, line %d)", edition, line)
		}
		if found = p != nil; found && !p.own {
			return fmt.Errorf("the item is disposed of by %s (edition %s, line %d), so it is not in these books", p.disposer, edition, p.line)
		}
	case FeeClass:
		found = v.fee(a.Name()) != nil
	case InterestClass, CreditClass, LoanClass, CommitmentClass:
		found = slices.Contains(v.accounts(), a)
	}
	if found {
		return nil
	}
	var same []string
	for _, o := range v.accounts() {
		if o.Class() == a.Class() {
			same = append(same, string(o))
		}
	}
	if len(same) == 0 {
		return fmt.Errorf("edition %s of the letter has no account of the class %s", edition, a.Class())
	}
	return fmt.Errorf("edition %s of the letter has no such account; those of its class are: %s", edition, strings.Join(same, "; "))
}

// checkItem: income only where it is ordered, and a purpose that the letter knows.
func (v *view) checkItem(e *Entry) error {
	p := v.of(e.Account.Item())
	effect, _ := effectOf(ItemClass, e.Kind)
	if effect.column == IncomeColumn && p.gross == 0 {
		return fmt.Errorf("the letter (edition %s, line %d) does not order that income is accounted gross on the item; book what comes back as %s",
			v.edition.ID, p.line, Repayment)
	}
	if e.Purpose == "" {
		return nil
	}
	if effect.column != PaidColumn && effect.column != RepaidColumn {
		return fmt.Errorf("the kind %s counts against no condition; leave the purpose empty", e.Kind)
	}
	if v.find(p.id, e.Purpose) != nil {
		return nil
	}
	var known []string
	for _, c := range v.purposes(p.id) {
		known = append(known, fmt.Sprintf("%s (line %d, %s %s)", c.slug, c.Line, c.Kind, c.Amount.Amount.Kronor()))
	}
	if len(known) == 0 {
		return fmt.Errorf("the purpose %q is unknown: the letter sets no amount for a purpose of the item; leave it empty", e.Purpose)
	}
	return fmt.Errorf("the purpose %q is unknown; the letter's are: %s; or leave it empty", e.Purpose, strings.Join(known, "; "))
}

// checkCommitment: the purpose says the year it falls due, within the authorisation.
func (v *view) checkCommitment(e *Entry) error {
	a := v.authorisation(e.Account.Item())
	due, ok := dueYear(e.Purpose)
	switch {
	case !ok:
		return fmt.Errorf("the purpose %q is to be the year the commitment falls due, such as %d", e.Purpose, v.edition.Letter.Year+1)
	case a.End != 0 && due > a.End:
		return fmt.Errorf("the commitment falls due in %d; the authorisation (edition %s, line %d) ends in %d", due, v.edition.ID, a.Line, a.End)
	}
	return nil
}

// dueYear reads the year a commitment falls due.
func dueYear(purpose string) (int, bool) {
	if len(purpose) != 4 {
		return 0, false
	}
	d, err := calendar.Parse(purpose + "-01-01")
	return d.Year(), err == nil
}
