package enforcement

import (
	"context"
	"fmt"

	"balans/journal"
	"balans/law/money"
	"balans/recover/claim"
	"balans/recover/position"
)

// HandOver hands a public claim over to Kronofogden.
type HandOver struct{ Measure }

// Handed is what became of it, and what was handed over; nil for a repeated command.
type Handed struct {
	journal.Receipt
	Handover *Handover
}

// Do carries the command out; a *Stopped lists all that is in its way.
func (x *HandOver) Do(ctx context.Context, j *journal.Journal) (Handed, error) {
	var r Handed
	var err error
	r.Receipt, err = x.do(ctx, j, "hand over", "", func(d *position.Draft, p *position.Position) error {
		if r.Handover, err = HandoverOf(p); err != nil {
			return err
		}
		e := x.event(claim.HandoverSent, "", nil)
		carry(&e, r.Handover.Amounts)
		return d.Add(d.Claims[0], e)
	})
	return r, err
}

// Accept records that Kronofogden has accepted a hand-over; it is not registered yet.
type Accept struct{ Measure }

// Do carries the command out.
func (x *Accept) Do(ctx context.Context, j *journal.Journal) (journal.Receipt, error) {
	return x.one(ctx, j, x.event(claim.HandoverAccepted, "", nil))
}

// Refuse records that Kronofogden has refused a hand-over.
type Refuse struct {
	Measure
	Code string
}

// Do carries the command out. What the code asks for is done before the claim is
// handed over again.
func (x *Refuse) Do(ctx context.Context, j *journal.Journal) (journal.Receipt, error) {
	if _, ok := CodeOf(x.Code, OnHandover); !ok {
		return journal.Receipt{}, unknownCode(x.Code, OnHandover)
	}
	return x.one(ctx, j, x.event(claim.HandoverRefused, x.Code, nil))
}

func unknownCode(code, answer string) error {
	return fmt.Errorf("%q is no code for refusing a %s; the codes are %s", code, answer, codeNames(answer))
}

// Book records that Kronofogden has registered the claim (restföring), with the
// amounts as they were handed over. It is then closed in the agency's books.
type Book struct{ Measure }

// Do carries the command out.
func (x *Book) Do(ctx context.Context, j *journal.Journal) (journal.Receipt, error) {
	return x.do(ctx, j, "book", "", func(d *position.Draft, p *position.Position) error {
		sent := lastHandover(p)
		if sent == nil {
			return refuse(p, "nothing-handed-over", "UB 3:1", "no hand-over is waiting for registration")
		}
		e := x.event(claim.Referred, "", nil)
		a, _ := HandedOver(sent)
		carry(&e, a)
		return d.Add(d.Claims[0], e)
	})
}

// lastHandover is the hand-over that is sent and neither refused nor registered.
func lastHandover(p *position.Position) (sent *claim.Event) {
	for i := range p.Events {
		e := &p.Events[i]
		if e.OccurredOn > p.On || e.RecordedAt > p.KnownAt {
			continue
		}
		switch e.Kind {
		case claim.HandoverSent:
			sent = e
		case claim.HandoverRefused, claim.Referred, claim.Returned:
			sent = nil
		}
	}
	return sent
}

// Recall asks Kronofogden to give the claim back.
type Recall struct {
	Measure
	Reason string // must be stated
}

// Do carries the command out.
func (x *Recall) Do(ctx context.Context, j *journal.Journal) (journal.Receipt, error) {
	return x.one(ctx, j, x.event(claim.RecallAsked, "", func(e *claim.Details) { e.Reason = x.Reason }))
}

// RecallAnswer records the answer to a recall.
type RecallAnswer struct {
	Measure
	Granted bool
	Code    string // why not, when it is refused
}

// Do carries the command out. A recall that is granted brings the claim back.
func (x *RecallAnswer) Do(ctx context.Context, j *journal.Journal) (journal.Receipt, error) {
	_, known := CodeOf(x.Code, OnRecall)
	switch {
	case x.Granted && x.Code != "":
		return journal.Receipt{}, fmt.Errorf("a recall that is granted has no code, not %q", x.Code)
	case !x.Granted && !known:
		return journal.Receipt{}, unknownCode(x.Code, OnRecall)
	}
	return x.do(ctx, j, "recall answer", []any{x.Granted, x.Code}, func(d *position.Draft, p *position.Position) error {
		if !p.Has(claim.RecallOpen) {
			return refuse(p, "no-recall", "INDRL 1", "no recall is waiting for an answer")
		}
		if x.Granted {
			return d.Add(d.Claims[0], x.event(claim.Returned, ReturnedRecalled, nil))
		}
		return d.Add(d.Claims[0], x.event(claim.RecallRefused, x.Code, nil))
	})
}

// Tell sends Kronofogden one message of all that it must be told (Owes).
type Tell struct {
	Measure
	Received money.Amount // as for Owes
}

// Told is what became of it, and what was told; none for a repeated command.
type Told struct {
	journal.Receipt
	Messages []Message
}

// Do carries the command out. It is refused when there is nothing to tell, and while
// something before it is not answered.
func (x *Tell) Do(ctx context.Context, j *journal.Journal) (Told, error) {
	var r Told
	var err error
	r.Receipt, err = x.do(ctx, j, "tell", int64(x.Received), func(d *position.Draft, p *position.Position) error {
		if r.Messages, err = Owes(p, x.Received); err != nil {
			return err
		}
		if len(r.Messages) == 0 {
			return refuse(p, "nothing-to-tell", "INDRL 1", "Kronofogden knows the claim as it is")
		}
		e := x.event(claim.MessageSent, Change, nil)
		state(&e, r.Messages)
		return d.Add(d.Claims[0], e)
	})
	return r, err
}

// Answer records Kronofogden's answer to a message.
type Answer struct {
	Measure
	Accepted bool
	Code     string // why not, when it is refused
}

// accepted is the mode of a message that was accepted; of one that was refused it is
// the code.
const accepted = "accepted"

// Do carries the command out. What a refused message told is still to be told.
func (x *Answer) Do(ctx context.Context, j *journal.Journal) (journal.Receipt, error) {
	mode := accepted
	if !x.Accepted {
		if _, ok := CodeOf(x.Code, OnMessage); !ok {
			return journal.Receipt{}, unknownCode(x.Code, OnMessage)
		}
		mode = x.Code
	}
	return x.one(ctx, j, x.event(claim.MessageAnswered, mode, nil))
}

func isRefused(answer *claim.Event) bool {
	_, refused := CodeOf(answer.Mode, OnMessage)
	return refused
}
