package staff

import (
	"context"

	"balans/access"
	"balans/law/identity"
	"balans/recover/inquiry"
	"balans/recover/letter"
)

// office is what the agency says of itself in decisions, and the law as known now.
func (s *Server) office(ctx context.Context) (*inquiry.Office, error) {
	f, err := s.current(ctx)
	if err != nil {
		return nil, err
	}
	book, now := f.columns.LawBook(), s.now()
	staff, err := s.accessBook(ctx)
	if err != nil {
		return nil, err
	}
	return &inquiry.Office{Sender: s.sender, Account: s.payTo, Parameters: book.Parameters(now), Terms: book.TermsOf(now), Name: func(id string) string { return nameIn(staff, id, now) }}, nil
}

// demoSender is who writes in a demonstration: nobody there is.
var demoSender = letter.Sender{Name: "Demomyndigheten", Unit: "Återkrav", Contact: []string{"Telefon 010-000 00 00 (påhittat)", "www.demomyndigheten.example"}}

const demoAccount = "bankgiro 000-0000 (påhittat)"

// onCase is one case, open to somebody who may.
type onCase struct {
	*call
	s      *Server
	c      *inquiry.Case
	office *inquiry.Office
	others []*inquiry.Summary // the other cases of the person
	was    *inquiry.Case      // the case whose decision this one reviews; nil when there is none
	behind []string           // who stands behind the reader by delegation
	a      *asked             // what was typed
	done   string             // what was done, where that is another thing than the name of the form
}

// openCase reads a case for who asks: the right is asked of the matter, and the reading is
// logged for each person of it, before anything is shown.
func (s *Server) openCase(c *call, id string) (*onCase, error) {
	ctx := c.r.Context()
	n, err := s.controlsNow(ctx)
	if err != nil {
		return nil, err
	}
	defer n.release()
	sum := n.inquiries.Find(id)
	if sum == nil {
		return nil, &pageProblem{404, "failure.case", id}
	}
	x, err := inquiry.Load(ctx, s.journal, sum.Party, id)
	if err != nil {
		return nil, err
	}
	m := access.Matter{Party: x.Party, Others: othersOf(x), Benefit: x.Benefit.String(), Unit: x.Unit}
	if err := s.mayRead(c, n, m); err != nil {
		return nil, err
	}
	for _, one := range append([]identity.Number{m.Party}, m.Others...) {
		if err := s.logPerson(c, one, inquiry.Stream(id)); err != nil {
			return nil, err
		}
	}
	o, err := s.office(ctx)
	if err != nil {
		return nil, err
	}
	staff, err := s.accessBook(ctx)
	if err != nil {
		return nil, err
	}
	now := s.now()
	on := &onCase{call: c, s: s, c: x, office: o, behind: staff.Behind(c.user.ID, now.Date(), now), a: c.asked}
	for _, other := range n.inquiries.Of(x.Party) {
		if other.ID != id {
			on.others = append(on.others, other)
		}
	}
	if x.ReviewOf != "" {
		on.was, err = inquiry.Load(ctx, s.journal, x.Party, x.ReviewOf)
	}
	return on, err
}

// othersOf is every person of a case beside the one it is kept under.
func othersOf(x *inquiry.Case) (all []identity.Number) {
	seen := map[identity.Number]bool{x.Party: true, identity.None: true}
	add := func(n identity.Number) {
		if !seen[n] {
			seen[n] = true
			all = append(all, n)
		}
	}
	for _, d := range x.Debtors {
		add(d.Number)
	}
	for i := range x.Bases {
		for k := range x.Bases[i].Lines {
			add(x.Bases[i].Lines[k].Payee)
		}
	}
	for _, a := range x.Assessments[inquiry.Parties] {
		for i := range a.Recipients {
			for _, d := range a.Recipients[i].Debtors {
				add(d.Number)
			}
		}
	}
	return all
}

// act is the command of a form, made by the reader now.
func (x *onCase) act() *inquiry.Act {
	return &inquiry.Act{Party: x.c.Party, Case: x.c.ID, Actor: x.user.ID, Cause: x.route.audit, Behind: x.behind, Office: x.office, Key: x.a.get("key"), Seen: intOf(x.a.get("seen"))}
}

// href is the address of the case.
func (x *onCase) href(more ...string) string {
	return link("/inquiry", append([]string{"id", x.c.ID}, more...)...)
}

func intOf(s string) (n int) {
	for _, r := range s {
		if r < '0' || r > '9' || n > 1_000_000 {
			return -1 // no case has so many events: somebody else's form
		}
		n = n*10 + int(r-'0')
	}
	return n
}
