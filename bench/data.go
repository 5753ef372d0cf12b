package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"

	"balans/exchange/claimcsv"
	"balans/law/calendar"
	"balans/law/identity"
)

// benefits of the data, the first with 49 % of the claims.
var benefits = []string{"bostadsbidrag", "sjukpenning", "foraldrapenning", "tillfallig-foraldrapenning", "assistansersattning",
	"underhallsstod", "aktivitetsersattning", "sjukersattning", "omvardnadsbidrag", "bostadstillagg", "rehabiliteringspenning", "barnbidrag"}

var dataFrom, dataTo = calendar.New(2014, 1, 1), calendar.New(2025, 3, 31)

// makeData writes the two files: decisions spread over the years, each with 9 or
// 10 events after it (10.5 with the decision), in the order of life.
func (b *bench) makeData() error {
	b.claimsCSV, b.eventsCSV = filepath.Join(b.dir, "claims.csv"), filepath.Join(b.dir, "events.csv")
	cf, err := os.Create(b.claimsCSV)
	if err != nil {
		return err
	}
	defer cf.Close()
	ef, err := os.Create(b.eventsCSV)
	if err != nil {
		return err
	}
	defer ef.Close()
	claims, events := claimcsv.NewWriter(cf, claimcsv.ClaimHeader), claimcsv.NewWriter(ef, claimcsv.EventHeader)
	rng := rand.New(rand.NewPCG(1, 2))
	for i := range b.claims {
		d := dataFrom + calendar.Date(rng.IntN(int(dataTo-dataFrom)))
		who, err := identity.NewPerson(calendar.New(1950, 1, 1)+calendar.Date(rng.IntN(20000)), 238+rng.IntN(2))
		if err != nil {
			return err
		}
		name, origin := benefits[0], "settlement"
		if rng.IntN(100) >= 49 {
			name, origin = benefits[1+rng.IntN(len(benefits)-1)], "manual"
		}
		principal := int64(100_000 + rng.IntN(4_000_000))
		id := fmt.Sprintf("C%07d", i)
		claims.Write(id, who.String(), name, "FK", origin, d.String(), strconv.FormatInt(principal, 10))
		b.events += 1 + b.life(rng, events, id, d, principal)
	}
	if err := claims.Flush(); err != nil {
		return err
	}
	return events.Flush()
}

// life writes the events of one claim and returns how many.
func (b *bench) life(rng *rand.Rand, w *claimcsv.Writer, id string, d calendar.Date, principal int64) int {
	wanted, n := 9+rng.IntN(2), 0
	day := d
	left := principal
	put := func(kind string, amount int64) {
		n++
		text := ""
		if amount > 0 {
			text = strconv.FormatInt(amount, 10)
		}
		recorded := day
		if rng.IntN(20) == 0 {
			recorded += calendar.Date(rng.IntN(40)) // became known late
		}
		w.Write(id+"-"+strconv.Itoa(n), id, kind, day.String(), recorded.String(), text, "")
	}
	day += calendar.Date(1 + rng.IntN(3))
	put("dispatched", 0)
	day += calendar.Date(5 + rng.IntN(40))
	if rng.IntN(4) == 0 {
		put("registered_not_served", 0)
	} else {
		put("served", 0)
	}
	inPlan, atKFM := false, false
	for n < wanted {
		day += calendar.Date(10 + rng.IntN(60))
		switch x := rng.IntN(10); {
		case x < 6:
			pay := min(left, 1+rng.Int64N(principal/8))
			if pay <= 0 {
				put("dispatched", 0)
				continue
			}
			left -= pay
			put("paid", pay)
		case x < 8 && !atKFM:
			put(map[bool]string{false: "plan_agreed", true: "plan_ended"}[inPlan], 0)
			inPlan = !inPlan
		case x < 9 && !inPlan:
			put(map[bool]string{false: "referred", true: "returned"}[atKFM], 0)
			atKFM = !atKFM
		default:
			put("dispatched", 0)
		}
	}
	return n
}
