package inquiry

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
)

// Accept takes the signal on for inquiry.
func (a *Act) Accept(ctx context.Context, j *journal.Journal, reason string) (*Receipt, error) {
	return a.do(ctx, j, "accept", reason, func(d *draft) error {
		if !readable(reason) {
			return refuse("reason", "the text holds a control character, or is not UTF-8")
		}
		return d.add(kindAccepted, acceptedBody{reason})
	})
}

// Assign gives the case to somebody, or to nobody (""), and to a unit when one is named.
func (a *Act) Assign(ctx context.Context, j *journal.Journal, owner, unit string) (*Receipt, error) {
	return a.do(ctx, j, "assign", []string{owner, unit}, func(d *draft) error {
		if !journal.Plain(owner) || !journal.Plain(unit) {
			return refuse("owner", "the name holds a control character")
		}
		if d.Owner == owner && (unit == "" || unit == d.Unit) {
			return nil
		}
		return d.add(kindAssigned, assignedBody{owner, unit})
	})
}

// About is what is known of the persons of a case, looked up before it is investigated.
type About struct {
	Protected, Deceased, Abroad, Minor bool
	Unknown                            []string // look-ups that failed
}

// ReceiveBasis takes a message of the basis. One that came before changes nothing; one with
// the same source, id and version that says something else is refused; an older one than
// that in force is kept and changes nothing in force. After the end of a case it is kept,
// and a new case is for a person to open.
func (a *Act) ReceiveBasis(ctx context.Context, j *journal.Journal, b *Basis, about About) (*Receipt, error) {
	return a.do(ctx, j, "basis", []any{b, about}, func(d *draft) error { return d.receive(b, about) })
}

// receive takes a message of the basis into the case.
func (d *draft) receive(b *Basis, about About) error {
	if err := b.check(); err != nil {
		return err
	}
	if len(d.Bases) > 0 && (d.Bases[0].Source != b.Source || d.Bases[0].ID != b.ID) {
		return refuse("basis.id", "the basis of this case is %s %s, not %s %s", d.Bases[0].Source, d.Bases[0].ID, b.Source, b.ID)
	}
	for i := range d.Bases {
		if d.Bases[i].Version != b.Version {
			continue
		}
		if d.Bases[i].same(b) {
			return nil
		}
		return refuse("basis.version", "version %d of the basis has come before and says something else; a change is a new version", b.Version)
	}
	if err := d.add(kindBasis, b); err != nil {
		return err
	}
	if d.Current().Annulled && d.State.IsOpen() && d.State != Executing {
		return d.end("underlaget har återtagits av sin källa")
	}
	known := enrichedBody(about)
	switch {
	case d.State == Enriching && len(about.Unknown) == 0, d.State == Investigating && !d.Enriched.same(&known): // a new basis may have been paid to others
		return d.add(kindEnriched, known)
	}
	return nil
}

// Enrich states what was looked up of the persons; with something unknown the case waits.
func (a *Act) Enrich(ctx context.Context, j *journal.Journal, about About) (*Receipt, error) {
	return a.do(ctx, j, "enrich", about, func(d *draft) error {
		if len(about.Unknown) > 0 {
			return refuse("about", "%s could not be looked up; ask again", strings.Join(about.Unknown, ", "))
		}
		return d.add(kindEnriched, enrichedBody{Protected: about.Protected, Deceased: about.Deceased, Abroad: about.Abroad, Minor: about.Minor})
	})
}

// Assess decides a step. The assessment that stands is kept and replaced.
func (a *Act) Assess(ctx context.Context, j *journal.Journal, s *Assessment) (*Receipt, error) {
	return a.do(ctx, j, "assess", s, func(d *draft) error {
		if s.Auto != strings.HasPrefix(a.Actor, "run/") {
			return refuse("actor", "a step is decided by a person, or by the program and marked so")
		}
		if err := d.check(s); err != nil {
			return err
		}
		if s.Step == Sum && a.Office != nil {
			if err := d.checkBelow(s, a.Office.Parameters, d.on); err != nil {
				return err
			}
		}
		return d.add(kindAssessed, s)
	})
}

// Hear notes that the person was told of everything that matters, with a day to answer by.
// letters are stored in the same commit; letter is the number of the first.
func (a *Act) Hear(ctx context.Context, j *journal.Journal, answerBy calendar.Date, letter string, letters func(*Case) ([]journal.Append, error)) (*Receipt, error) {
	return a.do(ctx, j, "hear", []any{answerBy, letter}, func(d *draft) error {
		r := d.reckon(d.on, false)
		if r.Repay == 0 {
			return refuse("state", "nothing is to be demanded as the steps stand, so there is nothing to be heard of")
		}
		if answerBy <= d.on {
			return refuse("answer_by", "the day to answer by is after %s", d.on)
		}
		var grounds []string
		for i := range r.Claims {
			if !slices.Contains(grounds, r.Claims[i].Type) {
				grounds = append(grounds, r.Claims[i].Type)
			}
		}
		if letters != nil {
			more, err := letters(d.Case) // as the case is before it: a first letter is not a second
			if err != nil {
				return err
			}
			d.more = append(d.more, more...)
		}
		var heard []identity.Number
		for _, h := range d.hearers(r) {
			if !slices.Contains(heard, h.to) {
				heard = append(heard, h.to)
			}
		}
		return d.add(kindHearingSent, hearingBody{answerBy, r.Repay, grounds, d.Current().Number, letter, heard})
	})
}

// Answer takes what the person says.
func (a *Act) Answer(ctx context.Context, j *journal.Journal, text string) (*Receipt, error) {
	return a.do(ctx, j, "answer", text, func(d *draft) error {
		if err := needed("text", text); err != nil {
			return err
		}
		if len(d.Hearings) == 0 {
			return refuse("text", "nobody has been heard in this case")
		}
		if sent := d.Hearing().SentOn; d.on < sent {
			return refuse("on", "the person was heard on %s, and has not answered before that", sent)
		}
		return d.add(kindAnswered, saidBody{text})
	})
}

// Extend gives more time to answer.
func (a *Act) Extend(ctx context.Context, j *journal.Journal, until calendar.Date, reason string) (*Receipt, error) {
	return a.do(ctx, j, "extend", []any{until, reason}, func(d *draft) error {
		if err := needed("reason", reason); err != nil {
			return err
		}
		if d.State == InHearing && until <= d.Hearing().AnswerBy {
			return refuse("until", "the new day is after %s", d.Hearing().AnswerBy)
		}
		return d.add(kindExtended, extendedBody{until, reason})
	})
}

// CloseHearing ends a hearing whose time has passed without an answer.
func (a *Act) CloseHearing(ctx context.Context, j *journal.Journal) (*Receipt, error) {
	return a.do(ctx, j, "close-hearing", d0, func(d *draft) error {
		if d.State == InHearing && d.on <= d.Hearing().AnswerBy {
			return refuse("state", "the person may answer until %s", d.Hearing().AnswerBy)
		}
		return d.add(kindHearingOver, d0)
	})
}

// d0 is the body of an event that says nothing but that it happened.
var d0 = reaskedBody{}

// Spare decides that nobody is heard, on one of the grounds of FL 25 §.
func (a *Act) Spare(ctx context.Context, j *journal.Journal, ground, reason string) (*Receipt, error) {
	return a.do(ctx, j, "spare", []string{ground, reason}, func(d *draft) error {
		if !slices.Contains(Exemptions, ground) {
			return refuse("ground", "the ground is one of %s", strings.Join(Exemptions, ", "))
		}
		if err := needed("reason", reason); err != nil {
			return err
		}
		return d.add(kindExempted, Exemption{Ground: ground, Reason: reason, Amount: d.reckon(d.on, false).Repay})
	})
}

// Propose puts the decision forward as the steps have it. reply is what the agency says to
// the person's answer, and stands in the decision; it is needed when there is one.
func (a *Act) Propose(ctx context.Context, j *journal.Journal, reason, reply string) (*Receipt, error) {
	return a.do(ctx, j, "propose", []string{reason, reply}, func(d *draft) error {
		r := d.Reckon(d.on)
		if len(r.Missing) > 0 {
			return refuseMissing("it cannot be proposed yet; missing: ", "det kan inte föreslås än; det saknas: ", r.Missing)
		}
		if err := d.mayReview(r); err != nil {
			return err
		}
		switch answered := len(d.Answers()) > 0; {
		case !readable(reason):
			return refuse("reason", "the text holds a control character, or is not UTF-8")
		case !readable(reply):
			return refuse("reply", "the text holds a control character, or is not UTF-8")
		case answered && strings.TrimSpace(reply) == "":
			return refuse("reply", "the person has answered; say what the agency makes of it (FL 32 §)")
		case !answered && strings.TrimSpace(reply) != "":
			return refuse("reply", "the person has not answered, so there is nothing to reply to")
		}
		return d.add(kindProposed, Proposal{Basis: d.Current().Number, Repay: r.Repay, Result: r.Result, Claims: r.Claims, Digest: d.digest(r), Reason: reason, Reply: reply})
	})
}

// digest is of everything a decision rests on: the basis, each step that stands, and what
// they come to.
func (c *Case) digest(r *Reckoning) string {
	h := sha256.New()
	put := func(v any) {
		text, err := journal.Body(v)
		if err != nil {
			panic("inquiry: what was stored cannot be written: " + err.Error())
		}
		h.Write([]byte(text + "\n"))
	}
	now := c.Current()
	put(now.Basis)
	for _, s := range c.needed(r) {
		put(c.last(s))
	}
	put(r.Claims)
	put([]any{c.ID, r.Repay, r.Result, c.Exempt, c.Hearings})
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// Submit sends a proposal for approval.
func (a *Act) Submit(ctx context.Context, j *journal.Journal) (*Receipt, error) {
	return a.do(ctx, j, "submit", d0, func(d *draft) error {
		if err := d.stands(); err != nil {
			return err
		}
		return d.add(kindSubmitted, d0)
	})
}

// stands refuses a proposal that the case no longer comes to.
func (d *draft) stands() error {
	if d.Proposal == nil {
		return refuse("state", "there is no proposal")
	}
	r := d.Reckon(d.on)
	if len(r.Missing) > 0 {
		return refuseMissing("since it was proposed this is missing: ", "sedan det föreslogs saknas: ", r.Missing)
	}
	if d.digest(r) != d.Proposal.Digest || r.Repay != d.Proposal.Repay {
		return refuse("state", "the case is not what was proposed any more; propose it anew")
	}
	return nil
}

// Withdraw takes a proposal back, one state at a time.
func (a *Act) Withdraw(ctx context.Context, j *journal.Journal) (*Receipt, error) {
	return a.do(ctx, j, "withdraw", d0, func(d *draft) error { return d.add(kindWithdrawn, d0) })
}

// Reject sends steps back, each with what is to be looked at.
func (a *Act) Reject(ctx context.Context, j *journal.Journal, steps []StepWord) (*Receipt, error) {
	return a.do(ctx, j, "reject", steps, func(d *draft) error {
		if len(steps) == 0 {
			return refuse("step", "say which step is sent back")
		}
		for _, s := range steps {
			if !slices.Contains(Steps, s.Step) {
				return refuse("step", "there is no step %q", s.Step)
			}
			if err := needed("text", s.Text); err != nil {
				return err
			}
		}
		if err := d.mayApprove(); err != nil {
			return err
		}
		return d.add(kindRejected, rejectedBody{steps})
	})
}

// Discontinue ends the case without a decision.
func (a *Act) Discontinue(ctx context.Context, j *journal.Journal, reason string) (*Receipt, error) {
	return a.do(ctx, j, "discontinue", reason, func(d *draft) error {
		if err := needed("reason", reason); err != nil {
			return err
		}
		return d.end(reason)
	})
}

// end ends the case without a decision. Those who were heard are told.
func (d *draft) end(reason string) error {
	if o := d.act.Office; o != nil && len(d.Hearings) > 0 {
		more, err := OrderAll(d.endLetters(o, reason), d.now)
		if err != nil {
			return err
		}
		d.more = merge(d.more, more)
	}
	return d.add(kindDiscontinued, reasonBody{reason})
}

// Halt stops the case for a while, for a reason and until a day at most a year away.
func (a *Act) Halt(ctx context.Context, j *journal.Journal, s Stop) (*Receipt, error) {
	return a.do(ctx, j, "halt", s, func(d *draft) error {
		if !slices.Contains(Stops, s.Why) {
			return refuse("why", "the reason is one of %s", strings.Join(Stops, ", "))
		}
		if err := needed("reason", s.Reason); err != nil {
			return err
		}
		if s.Until <= d.on || s.Until > d.on.AddYears(1) {
			return refuse("until", "a stop has a last day after %s, at most a year away", d.on)
		}
		return d.add(kindStopped, s)
	})
}

// Resume ends a stop.
func (a *Act) Resume(ctx context.Context, j *journal.Journal) (*Receipt, error) {
	return a.do(ctx, j, "resume", d0, func(d *draft) error {
		if d.Stop == nil {
			return refuse("state", "the case is not stopped")
		}
		return d.add(kindResumed, d0)
	})
}

// Report notes a report to the police.
func (a *Act) Report(ctx context.Context, j *journal.Journal, on calendar.Date, number string) (*Receipt, error) {
	return a.do(ctx, j, "report", []any{on, number}, func(d *draft) error {
		switch {
		case strings.TrimSpace(number) == "" || !journal.Plain(number) || len(number) > 40:
			return refuse("number", "the number of the report is missing")
		case on == calendar.None || on > d.on:
			return refuse("reported_on", "the day of the report is missing, or is still to come")
		case slices.ContainsFunc(d.Reports, func(r PoliceReport) bool { return r.Number == number }):
			return refuse("number", "the report %s is noted already", number)
		}
		return d.add(kindReported, PoliceReport{On: on, Number: number})
	})
}

// needed refuses a text that is missing or cannot be shown.
func needed(field, text string) error {
	switch {
	case strings.TrimSpace(text) == "":
		return refuse(field, "the reason is missing")
	case !readable(text):
		return refuse(field, "the text holds a control character, or is not UTF-8")
	}
	return nil
}

// isPerson reports whether a number is one of a person.
func isPerson(n identity.Number) bool {
	k := n.Kind()
	return k == identity.Person || k == identity.Coordination
}
