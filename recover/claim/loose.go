package claim

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
)

// Loose is money that was received and is not on any claim: by what the last
// event of the payment's stream says is left of it (recover/payment).
type Loose struct {
	Payment string // its id
	Payer   identity.Number
	Since   calendar.Date
	Rest    money.Amount // öre, above 0
}

// Loose lists the money that waits to be allocated, by all that is known now,
// the oldest first.
func (c *Columns) Loose() []Loose {
	all := slices.Clone(c.loose)
	slices.SortStableFunc(all, func(a, b Loose) int { return int(a.Since) - int(b.Since) })
	return all
}

const paymentPrefix = "payment/"

// markPayment follows what is left of a payment.
func (c *Columns) markPayment(e *journal.Event) {
	id, isPayment := strings.CutPrefix(e.Stream, paymentPrefix)
	if !isPayment {
		return
	}
	at := slices.IndexFunc(c.loose, func(l Loose) bool { return l.Payment == id && int64(l.Payer) == e.Party })
	rest := int64(0)
	for pair := range strings.SplitSeq(e.Body, " ") {
		if v, ok := strings.CutPrefix(pair, "rest="); ok {
			rest, _ = strconv.ParseInt(v, 10, 64) // the room that writes it reads it strictly
		}
	}
	loose := slices.Clone(c.loose)
	switch {
	case at < 0 && rest > 0:
		loose = append(loose, Loose{Payment: id, Payer: identity.Number(e.Party), Since: e.OccurredOn, Rest: money.Amount(rest)})
	case at >= 0 && rest > 0:
		loose[at].Rest = money.Amount(rest)
	case at >= 0:
		loose = slices.Delete(loose, at, at+1)
	}
	c.loose = loose
}

// looseText is the form of a snapshot: a payment a line.
func (c *Columns) looseText() string {
	var b strings.Builder
	for _, l := range c.loose {
		fmt.Fprintf(&b, "%d %d %d %s\n", l.Payer, l.Since.Int(), l.Rest, l.Payment)
	}
	return b.String()
}

func parseLoose(text string) (all []Loose, ok bool) {
	for line := range strings.Lines(text) {
		parts := strings.SplitN(strings.TrimSuffix(line, "\n"), " ", 4)
		if len(parts) != 4 {
			return nil, false
		}
		var n [3]int64
		for i := range n {
			var err error
			if n[i], err = strconv.ParseInt(parts[i], 10, 64); err != nil {
				return nil, false
			}
		}
		since, err := calendar.FromInt(int32(n[1]))
		if err != nil {
			return nil, false
		}
		all = append(all, Loose{Payer: identity.Number(n[0]), Since: since, Rest: money.Amount(n[2]), Payment: parts[3]})
	}
	return all, true
}
