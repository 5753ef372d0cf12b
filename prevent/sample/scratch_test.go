package sample_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"
	"runtime"

	"balans/law/money"
	"balans/prevent/sample"
)

func TestScratch(t *testing.T) {
	for _, share := range []float64{0.004, 0.02, 0.1, 0.4} {
		rng := rand.New(rand.NewPCG(7, uint64(share*1000)))
		errors, total := map[string]money.Amount{}, money.Amount(0)
		var all []sample.Item
		for i := range 3000 {
			it := sample.Item{ID: fmt.Sprint("P", i), Stratum: string(rune('A' + i%3)), Paid: money.Amount(1000 * math.Exp(0.6*rng.NormFloat64()) * float64(1+i%3))}
			all = append(all, it)
			if rng.Float64() < share*float64(1+i%3)/2 {
				errors[it.ID] = max(1, it.Paid*money.Amount(1+rng.IntN(4))/4)
				total += errors[it.ID]
			}
		}
		var up, dn, sd, est, us float64
		for seed := range 200 {
			d := take(t, sample.Plan{Seed: fmt.Sprint("s", seed), Design: sample.Design{Allocation: sample.Proportional, Size: 240}}, all)
			f := judge(t, d, findings(d, errors)).Estimate().Total
			up += float64(f.High-f.Amount) / 200
			dn += float64(f.Amount-f.Low) / 200
			us += float64(f.Factor)/1e6*float64(f.StandardError)/200
			sd += math.Pow(float64(f.Amount-total), 2) / 200
			est += float64(f.Amount) / 200
		}
		t.Logf("share %g: total %d mean %.0f up %.0f dn %.0f; 1.96 sd %.0f usual %.0f", share, total, est, up, dn, 1.96*math.Sqrt(sd), us)
	}
}

func TestScratchBig(t *testing.T) {
	start := time.Now()
	d, err := sample.Take(sample.Plan{Seed: lottery, Design: sample.Design{Allocation: sample.Proportional, Size: 3000}}, million(60_000_000))
	if err != nil { t.Fatal(err) }
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	t.Log("take 60M", time.Since(start), "sys MB", m.Sys>>20)
	errors := map[string]money.Amount{}
	for _, s := range d.Strata() { for i, x := range s.Drawn { if i%9 == 0 && s.Name > "benefit-05" { errors[x.ID] = x.Paid } } }
	start = time.Now()
	j := judge(t, d, findings(d, errors))
	e := j.Estimate()
	t.Log("estimate", time.Since(start), e.Total.Text()[0], len(e.Total.Notes))
	o, _ := j.Outlook()
	start = time.Now()
	x, err := o.Required(e.Total.Paid/200, sample.Design{Allocation: sample.Neyman})
	t.Log("required", time.Since(start), x.Size, err)
}
