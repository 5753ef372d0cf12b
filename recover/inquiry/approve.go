package inquiry

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/law/statute"
	"balans/prevent/benefit"
	"balans/recover/claim"
	"balans/recover/letter"
)

// Office is what the agency says of itself in decisions, and the law they are made by.
type Office struct {
	Sender     letter.Sender
	Account    string                 // where to pay, such as "bankgiro 5050-1055"
	Name       func(id string) string // of who works here; nil: the id
	Parameters *statute.Parameters
	Terms      claim.Terms
}

// ErrOwn: who proposed a decision, or worked on what it rests on, does not approve it. It
// holds for everyone, administrators and delegates too.
var ErrOwn = errors.New("nobody approves what they have proposed or worked on themselves, and nobody who acts for them does")

// mayApprove refuses an approver who had a part in the proposal.
func (d *draft) mayApprove() error {
	if d.State != InApproval {
		return refuse("state", "the case is %s, and this cannot be done then", d.State)
	}
	for _, who := range append([]string{d.act.Actor}, d.act.Behind...) {
		if d.Worked(who) {
			return fmt.Errorf("%w", ErrOwn)
		}
	}
	return nil
}

// MayApprove says whether an actor may approve the case, or why not. behind are those who
// stand behind the actor by delegation.
func (c *Case) MayApprove(actor string, behind ...string) error {
	return (&draft{Case: c, act: &Act{Actor: actor, Behind: behind}}).mayApprove()
}

// Approve decides and executes: case, claims, letters and entries for the books are one
// commit. It is refused when the case is not what was proposed, to the öre and the word.
// words are what the approver says of steps; they may be none.
func (a *Act) Approve(ctx context.Context, j *journal.Journal, o *Office, words []StepWord) (*Receipt, error) {
	return a.do(ctx, j, "approve", words, func(d *draft) error {
		if err := d.mayApprove(); err != nil {
			return err
		}
		if err := d.stands(); err != nil {
			return err
		}
		for _, w := range words {
			if !slices.Contains(Steps, w.Step) || !readable(w.Text) {
				return refuse("text", "the text holds a control character, or is not UTF-8")
			}
		}
		return d.decide(ctx, j, o, &Decided{Proposer: d.Proposal.By, Words: words})
	})
}

// decide adds the decision and all that comes of it.
func (d *draft) decide(ctx context.Context, j *journal.Journal, o *Office, made *Decided) error {
	r := d.Reckon(d.on)
	made.Digest, made.Basis, made.Result, made.Repay, made.Claims = d.digest(r), d.Current().Number, r.Result, r.Repay, r.Claims
	if d.Reviews != "" {
		made.Entries = d.entries(d.Reviews, min(0, d.demanded(r)-d.Was))
	}
	for i := range r.Claims {
		made.Entries = append(made.Entries, d.entries(r.Claims[i].ID, r.Claims[i].Principal)...)
	}
	letters := d.decisionLetters(r, o, made)
	for i := range letters {
		made.Letters, made.SentTo = append(made.Letters, letters[i].ID), append(made.SentTo, letters[i].To.Party)
	}
	kind := kindDecided
	if made.Auto {
		kind = kindDecidedAlone
	}
	if err := d.add(kind, made); err != nil {
		return err
	}
	for i := range r.Claims {
		dec, err := r.Claims[i].decision(d.Case, d.on)
		if err != nil {
			return err
		}
		d.more = append(d.more, journal.Append{Party: int64(dec.Party()), Stream: claim.Stream(dec.ID), Events: []journal.New{d.claimEvent(&dec)}})
	}
	if d.Reviews != "" {
		if err := d.reviewClaim(ctx, j, o, r); err != nil {
			return err
		}
	}
	for i := range letters {
		more, err := letters[i].Appends(d.now)
		if err != nil {
			return err
		}
		d.more = merge(d.more, more)
	}
	if len(letters) == 0 { // nobody was told of the case, and nothing is demanded: there is nothing to send
		return d.add(kindDispatched, d0)
	}
	return nil
}

func (d *draft) claimEvent(dec *claim.Decision) journal.New {
	return dec.ToJournal(claim.Entry{Actor: d.act.Actor, Cause: d.cause()})
}

// cause ties what is stored elsewhere to the case.
func (d *draft) cause() string { return Stream(d.ID) }

func (x *NewClaim) decision(c *Case, on calendar.Date) (claim.Decision, error) {
	t, ok := claim.ParseType(x.Type)
	if !ok {
		return claim.Decision{}, fmt.Errorf("the claim %s has no ground", x.ID)
	}
	if len(x.Debtors) == 0 {
		return claim.Decision{}, fmt.Errorf("the claim %s has no debtor", x.ID)
	}
	origin := claim.Manual
	if c.Signal.Source == FromReconcile { // also when a person decides it
		origin = claim.Settlement
	}
	return claim.Decision{ID: x.ID, Debtors: x.Debtors, Benefit: c.Benefit, Authority: authorityOf(c.Benefit), Origin: origin, DecidedOn: on,
		Principal: x.Principal, Type: t, Charge: x.Charge}, nil
}

func authorityOf(code benefit.Code) claim.Authority {
	if code.Authority() == benefit.PM {
		return claim.PM
	}
	return claim.FK
}

func (d *draft) entries(claimID string, amount money.Amount) []LedgerEntry {
	if amount == 0 {
		return nil
	}
	return []LedgerEntry{{claimID, d.Benefit.Item(), d.Benefit.String(), amount}}
}

// merge adds appends so that a stream is named once.
func merge(all, more []journal.Append) []journal.Append {
	for _, m := range more {
		i := slices.IndexFunc(all, func(a journal.Append) bool { return a.Party == m.Party && a.Stream == m.Stream })
		if i < 0 {
			all = append(all, m)
			continue
		}
		all[i].Events = append(slices.Clone(all[i].Events), m.Events...)
	}
	return all
}

// onClaim is events of daily work added to a claim, held against its guards.
func onClaim(ctx context.Context, j *journal.Journal, party identity.Number, id string, o *Office, by claim.Entry, events ...claim.Event) (journal.Append, error) {
	stream, err := j.Load(ctx, int64(party), claim.Stream(id))
	if err != nil {
		return journal.Append{}, err
	}
	if len(stream) == 0 {
		return journal.Append{}, refuse("claim", "there is no claim %s", id)
	}
	dec, before, err := claim.FromJournal(stream)
	if err != nil {
		return journal.Append{}, err
	}
	dec.ID = id
	a := journal.Append{Party: int64(party), Stream: claim.Stream(id), Expected: int32(len(stream))}
	now := max(calendar.InstantOf(j.Now()), stream[len(stream)-1].RecordedAt)
	for _, e := range events {
		e.RecordedAt, e.Ordinal = now, 1
		for i := range before {
			e.Ordinal = max(e.Ordinal, before[i].Ordinal+1)
		}
		if r := claim.MayAppend(&dec, before, e, o.Terms); r != nil {
			return a, r
		}
		before = append(before, e)
		claim.Sort(before)
		n := e.ToJournal(by)
		n.RecordedAt, n.Ordinal = 0, 0
		a.Events = append(a.Events, n)
	}
	return a, nil
}

// reviewClaim carries the outcome of a review to the claim it is about. A judgment is noted
// there, unless somebody has noted it already; what the agency does of its own motion is no
// reconsideration that the person has had.
func (d *draft) reviewClaim(ctx context.Context, j *journal.Journal, o *Office, r *Reckoning) error {
	mode := map[Result]string{Upheld: "unchanged", Lowered: "changed", Revoked: "annulled"}[r.Result]
	events := []claim.Event{{Kind: claim.ReconsiderationDecided, OccurredOn: d.on, Mode: mode}}
	reason := &claim.Details{Until: calendar.None, First: calendar.None, Reason: "omprövning i ärende " + d.ID}
	switch d.Why {
	case OwnMotion:
		reason.Reason, events = "ändring på eget initiativ i ärende "+d.ID, nil
	case AfterJudgment:
		reason.Reason = "dom, i ärende " + d.ID
		events[0] = claim.Event{Kind: claim.Judged, OccurredOn: d.JudgedOn, Mode: d.Court, Details: &claim.Details{Until: calendar.None, First: calendar.None, Ref: d.Signal.Ref}}
		switch tried, err := d.inCourt(ctx, j); {
		case err != nil:
			return err
		case !tried:
			events = nil
		}
	}
	switch r.Result {
	case Lowered:
		events = append(events, claim.Event{Kind: claim.Changed, OccurredOn: d.on, Amount: d.demanded(r), Details: reason})
	case Revoked:
		events = append(events, claim.Event{Kind: claim.Annulled, OccurredOn: d.on, Details: reason})
	}
	if len(events) == 0 {
		return nil
	}
	a, err := onClaim(ctx, j, d.reviewed()[0].Number, d.Reviews, o, claim.Entry{Actor: d.act.Actor, Cause: d.cause()}, events...)
	d.more = append(d.more, a)
	return err
}

// inCourt reports whether the reviewed claim has been appealed and no judgment is noted on it.
func (d *draft) inCourt(ctx context.Context, j *journal.Journal) (bool, error) {
	stream, err := j.Load(ctx, int64(d.reviewed()[0].Number), claim.Stream(d.Reviews))
	if err != nil || len(stream) == 0 {
		return false, err
	}
	_, events, err := claim.FromJournal(stream)
	tried := false
	for i := range events {
		tried = events[i].Kind == claim.Appealed || tried && events[i].Kind != claim.Judged
	}
	return tried, err
}

// reviewed is who owes the reviewed claim, which stands under the first.
func (c *Case) reviewed() []claim.Debtor {
	if len(c.Debtors) > 0 {
		return c.Debtors
	}
	return []claim.Debtor{{Number: c.Party}}
}

// mayReview refuses a review that would be to the person's disadvantage.
func (c *Case) mayReview(r *Reckoning) error {
	if c.Reviews != "" && c.demanded(r) > c.Was {
		return refuse("state", "a reconsideration is not to the person's disadvantage (SFB 113:8): %s kronor were demanded, and this comes to %s; more is demanded in a case of its own", c.Was, c.demanded(r))
	}
	return nil
}

// Recall takes back a decision that has not left: its claims are annulled and its letters
// withdrawn in the same commit. Another person than the one who decided does it.
func (a *Act) Recall(ctx context.Context, j *journal.Journal, o *Office, reason string) (*Receipt, error) {
	return a.do(ctx, j, "recall", reason, func(d *draft) error {
		if err := needed("reason", reason); err != nil {
			return err
		}
		switch {
		case d.Decision == nil || d.State != Executing:
			return refuse("state", "only a decision that has not been sent can be taken back; otherwise a new case reviews it")
		case d.Decision.By == a.Actor || slices.Contains(a.Behind, d.Decision.By):
			return fmt.Errorf("%w", ErrOwn)
		case d.Reviews != "":
			return refuse("state", "the outcome of a review is not taken back; review it anew")
		}
		if err := d.add(kindRecalled, reasonBody{reason}); err != nil {
			return err
		}
		for i := range d.Decision.Claims {
			x := &d.Decision.Claims[i]
			e := claim.Event{Kind: claim.Annulled, OccurredOn: d.on, Details: &claim.Details{Until: calendar.None, First: calendar.None, Reason: reason}}
			more, err := onClaim(ctx, j, x.Debtors[0].Number, x.ID, o, claim.Entry{Actor: a.Actor, Cause: d.cause()}, e)
			if err != nil {
				return err
			}
			d.more = append(d.more, more)
		}
		return d.withdrawLetters(ctx, j)
	})
}
