package demo

import (
	"fmt"

	"balans/law/calendar"
	"balans/law/identity"
	"balans/prevent/benefit"
	"balans/prevent/notice"
)

// Noticed is a notice of the demonstration and what the benefits it reached did.
type Noticed struct {
	Report notice.Report
	// Then gives what was recorded of it, of the benefits it reached.
	Then func(reached []benefit.Code) []notice.Command
}

// told is what people report, and how often.
var told = []string{"income", "income", "income", "work-started", "household", "moved", "rent", "child-moved", "child-alternates", "separated", "moved-abroad", "working-hours"}

// Notices is what people reported of changed circumstances in the spring. has is what they
// are paid, by payment run. Most are answered before the next payment; some wait still.
func Notices(seed uint64, scale Scale, has func(identity.Number, calendar.Date) []notice.Engagement) ([]Noticed, error) {
	p := &prevention{seed: seed}
	var err error
	if p.people, err = readPeople(); err != nil {
		return nil, err
	}
	p.begin()
	_, _, running := scale.preventSizes()
	var all []Noticed
	for i := 0; i < running; i += 9 {
		c := chanceOf(seed, forPrevention+1<<35+uint64(i))
		party := p.parent(p.parents - 1 - i)
		circumstance := told[c.below(len(told))]
		if _, ok := notice.CircumstanceOf(circumstance); !ok {
			return nil, fmt.Errorf("demo: there is no circumstance %q", circumstance)
		}
		changed := calendar.New(2025, 3, 3) + calendar.Date(c.below(40))
		received := changed + calendar.Date(c.below(24))
		id := fmt.Sprintf("A-2025-%05d", i+1)
		r := notice.Report{ID: id, Party: party, On: received, Actor: "demo", Cause: "demo", Body: notice.Receive{
			Stated:  notice.Stated{Circumstance: circumstance, TrueFrom: changed, LearntOn: changed, Details: "Påhittad anmälan."},
			Channel: []notice.Channel{notice.ByWeb, notice.ByWeb, notice.ByWeb, notice.ByPhone, notice.ByLetter}[c.below(5)], Source: notice.ByPerson, Benefits: has(party, received)}}
		all = append(all, Noticed{r, func(reached []benefit.Code) (then []notice.Command) {
			for _, b := range reached {
				if c.often(150) {
					continue // nobody has looked at it yet
				}
				on := received + calendar.Date(c.between(0, 6))
				then = append(then, notice.Command{Notice: id, Body: notice.Take{Benefit: b}, On: on, Actor: "demo-handlaggare", Cause: "demo"})
				if c.often(120) {
					continue
				}
				a := notice.Answer{Benefit: b, Outcome: notice.NoEffect, EffectFrom: calendar.None}
				switch k := c.below(10); {
				case k < 6:
					a.Outcome, a.Decision, a.EffectFrom = notice.Changed, fmt.Sprintf("B-%05d", i+1), received.EndOfMonth()+1
				case k < 7:
					a.Outcome, a.Decision, a.EffectFrom = notice.Ended, fmt.Sprintf("B-%05d", i+1), received.EndOfMonth()+1
				case k < 8:
					a.Outcome, a.Decision = notice.ToInquiry, fmt.Sprintf("U-%05d", i+1)
				}
				then = append(then, notice.Command{Notice: id, Body: a, On: on + calendar.Date(c.between(0, 25)), Actor: "demo-handlaggare", Cause: "demo"})
			}
			return then
		}})
	}
	return all, nil
}
