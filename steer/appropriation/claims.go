package appropriation

import (
	"sync"

	"balans/law/calendar"
	"balans/recover/claim"
	"balans/recover/repayment"
	"balans/steer/directive"
)

// FromClaims names what came back on claims as the source of flows.
const FromClaims = "claims"

// ClaimFlows is what came back on claims, as the books take it in: by day and item what
// settled principal, as a repayment, also on a claim that had been written off or was time
// barred. Interest and fees belong to no appropriation. A claim
// that was lowered after it was paid moves no money; what it then owes the person is
// charged when it is refunded. Claims of Pensionsmyndigheten pass the central account and
// are left out, with their sum, and so are benefits that no item is known for.
//
// Answers are kept: a closing lies in the past, and what was known then does not change.
func ClaimFlows(c *claim.Columns) Flows {
	type asked struct {
		from, to calendar.Date
		knownAt  calendar.Instant
	}
	var mu sync.Mutex
	kept := map[asked][]Flow{}
	return func(from, to calendar.Date, knownAt calendar.Instant) ([]Flow, error) {
		// Nothing is known later than the last fact.
		q := asked{from, to, min(knownAt, c.LastRecorded())}
		mu.Lock()
		defer mu.Unlock()
		if flows, ok := kept[q]; ok {
			return flows, nil
		}
		sums, err := repayment.Sum(c, from, to, q.knownAt)
		if err != nil {
			return nil, err
		}
		flows := []Flow{}
		for i := range sums {
			if f := &sums[i]; f.Capital+f.Recovered != f.Returned {
				flows = append(flows, claimFlow(f))
			}
		}
		kept[q] = flows
		return flows, nil
	}
}

func claimFlow(f *repayment.Flow) Flow {
	flow := Flow{Day: f.Day, Kind: Repayment, Amount: f.Capital + f.Recovered - f.Returned, Count: int64(f.Payments), Source: FromClaims, Ref: f.Benefit.String()}
	item, known := repayment.ItemOf(f.Benefit, f.Authority)
	switch {
	case known:
		flow.Item = directive.ItemID(item)
	case f.Authority == claim.PM:
		flow.LeftOut = "claims of Pensionsmyndigheten pass the central account (letter: SFB 108 kap. 14 a §)"
	default:
		flow.LeftOut = "no item of the letter is known for the benefit"
	}
	return flow
}
