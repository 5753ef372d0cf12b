package appropriation

import (
	"sync"

	"balans/law/calendar"
	"balans/law/money"
	"balans/recover/claim"
	"balans/recover/repayment"
	"balans/steer/directive"
)

// mostKept is how many answers are kept of what came back on claims: two years of closed
// months and a few more.
const mostKept = 30

// FromClaims names what came back on claims as the source of flows.
const FromClaims = "claims"

// ClaimFlows is what came back on claims, as the books take it in: by day and item what
// settled principal, as a repayment, also on a claim that had been written off or was time
// barred. A claim that was lowered after it was paid moves no money; what it then owes the
// person is charged when it is refunded.
//
// Everything else that came in is left out with its sum and its reason, so that flows add
// up to the cash: claims of Pensionsmyndigheten, which pass the central account, benefits
// that no item is known for, interest and fees, what is owed to debtors, and money whose
// division rests on a rate that is not known.
//
// Answers are kept, as many as there are likely to be closings: a closing lies in the past,
// and what was known then does not change.
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
			flows = append(flows, claimFlows(&sums[i])...)
		}
		if len(kept) >= mostKept { // who asks for ever new instants does not fill the memory
			clear(kept)
		}
		kept[q] = flows
		return flows, nil
	}
}

// The reasons why money that came in on claims belongs to no item.
const (
	reasonCentral  = "claims of Pensionsmyndigheten pass the central account (letter: SFB 108 kap. 14 a §)"
	reasonNoItem   = "no item of the letter is known for the benefit"
	reasonInterest = "interest and fees belong to no appropriation"
	reasonExcess   = "paid beyond what is owed: a debt to the person until it is refunded"
	reasonUnknown  = "how much is principal rests on a rate that is not known; load the rate (`balans help law`)"
	reasonUnplaced = "the claims say more than they can hold; look at them (`balans worklist contradictions`)"
	reasonMoved    = "moved from one claim to another: no money came in"
)

// claimFlows is the flows of a benefit's day. Their sum is the day's cash.
func claimFlows(f *repayment.Flow) (flows []Flow) {
	add := func(amount money.Amount, count int, ref string, item directive.ItemID, leftOut string) {
		if amount != 0 {
			flows = append(flows, Flow{Day: f.Day, Kind: Repayment, Amount: amount, Count: int64(count), Source: FromClaims, Ref: ref, Item: item, LeftOut: leftOut})
		}
	}
	item, known := repayment.ItemOf(f.Benefit, f.Authority)
	reason := ""
	switch {
	case known:
	case f.Authority == claim.PM:
		reason = reasonCentral
	default:
		reason = reasonNoItem
	}
	add(f.Capital+f.Recovered-f.Returned, f.Payments, f.Benefit.String(), directive.ItemID(item), reason)
	add(f.Undivided, f.Unknown, f.Benefit.String(), "", reasonUnknown)
	add(f.Unplaced, 1, f.Benefit.String(), "", reasonUnplaced)
	const all = "all benefits"
	add(f.Interest+f.Charges, f.Payments, all, "", reasonInterest)
	add(f.Excess+f.Returned, f.Refunds, all, "", reasonExcess)
	add(-f.Moved, 0, all, "", reasonMoved)
	return flows
}
