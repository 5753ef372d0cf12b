package staff

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"html/template"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"balans/exchange/letterdoc"
	"balans/journal"
	"balans/law/identity"
	"balans/law/statute"
	"balans/recover/claim"
	"balans/recover/inquiry"
	"balans/recover/letter"
	"balans/recover/position"
	"balans/recover/service"
)

// actLetter is the letter that an act calls for.
type actLetter struct {
	// needed: the measure is the letter, so without it there is none. Otherwise the measure
	// is taken, and it is said why nobody is written to.
	needed bool
	// pays: the letter says how to pay.
	pays bool
	// write adds the letter of each debtor who is to have one.
	write func(w *actLetters) error
}

// lettersOf are the acts that call for a letter.
var lettersOf = map[string]*actLetter{
	"remind":      {needed: true, pays: true, write: writeReminders},
	"demand":      {needed: true, write: writeDemands},
	"plan_offer":  {pays: true, write: writePlanOffers},
	"plan_agree":  {pays: true, write: writePlans},
	"plan_renew":  {pays: true, write: writePlans},
	"plan_breach": {pays: true, write: writeBreaches},
	"handover":    {write: writeHandovers},
	"refund":      {write: writeRefunds},
	"time_bar":    {write: writeLimitations},
}

// actLetters are the letters of an act, as they will be stored with its events.
type actLetters struct {
	x       *acting
	act     *act
	draft   *position.Draft
	key     string             // of the command
	at      *position.Position // the claim with what the act adds
	subject letter.Subject
	pay     letter.PayTo
	orders  []*letter.Order
	docs    []*letterdoc.Document
	notes   []stopRow // who is not written to, and why
}

// errLetters: the letters are not those that were looked at.
var errLetters = errors.New("the letters have changed since they were looked at")

// withLetters has the letters of an act stored in the same commit as its events, so that
// neither is there without the other, wherever the program is stopped. They are written of the
// draft that is stored, and a form that was sent twice finds its events and asks for none.
func (x *acting) withLetters(a *act, e *position.Errand) {
	how := lettersOf[a.name]
	if how == nil || x.offering && !how.needed { // a letter that is not needed stops nothing
		return
	}
	e.With = func(d *position.Draft) ([]journal.Append, error) {
		w := &actLetters{x: x, act: a, draft: d, key: e.Key}
		if err := w.writeAll(how); err != nil {
			return nil, err
		}
		x.letters = w
		if e.DryRun {
			return nil, nil
		}
		if w.digest() != x.a.get("letters") {
			return nil, errLetters
		}
		return w.appends()
	}
}

// writeAll writes the letters, or says why there are none.
func (w *actLetters) writeAll(how *actLetter) error {
	x := w.x
	if x.got.days["act_on"] < x.asked.today() {
		w.notes = append(w.notes, stopRow{Rule: x.text("actletter.past")})
		return nil
	}
	err := w.write(how)
	var (
		no      *position.Refusal
		missing *statute.MissingError
	)
	switch {
	case err == nil, how.needed, !errors.As(err, &no) && !errors.As(err, &missing):
		return err
	}
	for _, h := range x.life.refusals(x.text, err) {
		w.notes = append(w.notes, stopRow{h.rule, h.why, h.source})
	}
	w.orders, w.docs = nil, nil
	return nil
}

func (w *actLetters) write(how *actLetter) error {
	x := w.x
	if x.s.sender.Name == "" || len(x.s.sender.Contact) == 0 {
		return unwritten("sender", "who writes, and how to reach them, is not configured (--sender-name, --sender-contact)")
	}
	var err error
	if w.at, err = w.draft.Position(w.draft.Claims[0], x.got.days["act_on"]); err != nil {
		return err
	}
	if w.subject, err = x.subject(); err != nil {
		return err
	}
	w.pay = letter.PayTo{Account: x.s.payTo, Reference: inquiry.Reference(x.on.ID)}
	switch {
	case how.pays && w.pay.Account == "":
		return unwritten("account", "where claims are paid is not configured (--pay-to)")
	case how.pays && w.pay.Reference == "":
		return unwritten("reference", "no payment reference can be made of the claim's number")
	}
	if err := how.write(w); err != nil {
		return err
	}
	if len(w.orders) == 0 && len(w.notes) == 0 {
		return unwritten("nobody", "nobody is to have it")
	}
	return nil
}

// unwritten is why a letter cannot be written.
func unwritten(code, why string) error {
	return &position.Refusal{Code: "letter-" + code, Why: why}
}

// to adds the letter of one debtor. It names no other.
func (w *actLetters) to(debtor identity.Number, f letter.Facts) error {
	x := w.x
	at := service.AddresseeOf(w.at, debtor)
	o := &letter.Order{ID: w.id(debtor), To: letter.To(&at, identity.None), Sender: x.s.sender, Facts: f, On: x.got.days["act_on"], Actor: x.user.ID, Cause: x.route.audit}
	for _, c := range w.draft.Claims {
		o.About = append(o.About, claim.Stream(c.ID))
	}
	doc, err := letter.Preview(o.Facts, o.To, o.Sender, o.On, o.Version)
	var lacks *letter.FactsError
	if errors.As(err, &lacks) {
		if !x.offering { // what it lacks is for who runs the program: no form asks for it
			x.s.log.Error("a letter lacks facts", "claim", x.on.ID, "act", w.act.name, "faults", strings.Join(lacks.Faults, "; "))
		}
		return unwritten("facts", strings.Join(lacks.Faults, "; "))
	}
	if err != nil {
		return err
	}
	if at.To == service.ToGuardian {
		w.note("actletter.guardian", x.debtorName(debtor))
	}
	w.orders, w.docs = append(w.orders, o), append(w.docs, doc)
	return nil
}

func (w *actLetters) note(key string, args ...any) {
	w.notes = append(w.notes, stopRow{Rule: w.x.text(key, args...)})
}

// debtorName is a debtor as the page names one.
func (x *acting) debtorName(n identity.Number) string {
	i := slices.IndexFunc(x.life.decision.Debtors, func(d claim.Debtor) bool { return d.Number == n })
	return x.text("claim.debtor.number", i+1) + ", " + n.Masked()
}

var plainID = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9-]{0,39}$`)

// id is the letter's: the claim, the act, which event of the claim begins the act, and which
// debtor. A claim has one event with a number, so that an act has one letter to a debtor.
func (w *actLetters) id(debtor identity.Number) string {
	x, o := w.x, w.draft.Claims[0]
	name := x.on.ID
	if !plainID.MatchString(name) { // a number may have any characters
		sum := sha256.Sum256([]byte(name))
		name = "x" + hex.EncodeToString(sum[:8])
	}
	n := 2 // the decision is the first
	for i := range o.Events {
		if !w.adds(&o.Events[i]) {
			n++
		}
	}
	i := slices.IndexFunc(o.Decision.Debtors, func(d claim.Debtor) bool { return d.Number == debtor })
	return fmt.Sprintf("%s-%s-%d-%d", name, strings.ReplaceAll(w.act.name, "_", "-"), n, i+1)
}

// adds reports whether an event of the draft is one the act adds.
func (w *actLetters) adds(e *claim.Event) bool { return strings.HasPrefix(e.ID, w.key+"/") }

// without is a claim as it would stand without what the act adds of some kinds.
func (w *actLetters) without(o *position.Open, kinds ...claim.Kind) (*position.Position, error) {
	events := slices.Clone(o.Events)
	events = slices.DeleteFunc(events, func(e claim.Event) bool { return w.adds(&e) && slices.Contains(kinds, e.Kind) })
	return position.Of(o.Decision, events, w.x.got.days["act_on"], w.draft.Now, w.x.terms)
}

// added is the event of a kind that the act adds to this claim.
func (w *actLetters) added(k claim.Kind) *claim.Event {
	o := w.draft.Claims[0]
	for i := range o.Events {
		if e := &o.Events[i]; e.Kind == k && w.adds(e) {
			return e
		}
	}
	return &claim.Event{}
}

// appends are the letters as they are stored. The lists of the agency are one append each.
func (w *actLetters) appends() (all []journal.Append, err error) {
	for _, o := range w.orders {
		more, err := o.Appends(w.draft.Now)
		if err != nil {
			return nil, err
		}
		for _, a := range more {
			n := slices.IndexFunc(all, func(b journal.Append) bool { return a.Party == b.Party && a.Stream == b.Stream })
			if n < 0 {
				all = append(all, a)
				continue
			}
			all[n].Events = append(all[n].Events, a.Events...)
		}
	}
	return all, nil
}

// digest is of all words of all letters: the form carries it, and nothing else is sent than
// what was looked at, also past midnight.
func (w *actLetters) digest() string {
	if w == nil || len(w.docs) == 0 {
		return "none"
	}
	h := sha256.New()
	for i, d := range w.docs {
		fmt.Fprintln(h, w.orders[i].To.Party, letter.Digest(d))
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// shownLetter is a letter on the form, before it is sent.
type shownLetter struct {
	ID, Title string
	HTML      template.HTML
}

func (x *acting) shownLetters() (all []shownLetter) {
	if x.letters == nil {
		return nil
	}
	for i, d := range x.letters.docs {
		name := x.debtorName(x.letters.orders[i].To.Party)
		one := shownLetter{"letter-" + strconv.Itoa(i+1), x.text("actletter.to", name), d.HTML()}
		if len(x.letters.docs) > 1 {
			one.HTML = d.HTMLAmong(name)
		}
		all = append(all, one)
	}
	return all
}

// findSubject is what letters about the claim are about. The days are those of the letter of
// the decision; of a claim from another system they are not known.
func (x *acting) findSubject(ctx context.Context) (letter.Subject, error) {
	s := letter.Subject{Claim: x.on.ID, Benefit: x.life.decision.Benefit}
	s.From, s.To = noDay, noDay
	for _, d := range x.life.decision.Debtors {
		all, err := letter.Of(ctx, x.s.journal, d.Number, x.life.known.at)
		if err != nil {
			return s, err
		}
		for _, l := range all {
			about, err := l.Subject()
			if err != nil {
				return s, err
			}
			if l.Template == letter.IDDecision && about.Claim == x.on.ID {
				return about, nil
			}
		}
	}
	return s, nil
}
