package task_test

import (
	"testing"

	"pgregory.net/rapid"

	"balans/law/calendar"
	"balans/recover/claim"
	"balans/recover/claim/claimtest"
	"balans/recover/task"
	"balans/recover/worklist"
)

// large is as many claims as a large agency has, most of them with something to be done.
func large(b *testing.B) *claim.Columns {
	stock := rapid.Custom(func(t *rapid.T) []claimtest.Life { return claimtest.Stock(t, 200, 200) }).Example(1)
	c, err := claimtest.Columns(stock)
	if err != nil {
		b.Fatal(err)
	}
	return claim.Repeat(c, 600_000/c.Len())
}

var (
	benchDay    = calendar.New(2025, 3, 1)
	benchQuery  = worklist.Query{On: benchDay, KnownAt: calendar.EndOfDay(benchDay)}
	benchLimits = task.Limits{Near: 60, Taken: 14}
)

func BenchmarkClaims(b *testing.B) {
	c := large(b)
	for b.Loop() {
		if _, err := task.Claims(c, benchQuery, benchLimits); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkPage turns to the first page of the list.
func BenchmarkPage(b *testing.B) {
	c := large(b)
	claims, err := task.Claims(c, benchQuery, benchLimits)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(len(claims)), "tasks")
	for b.Loop() {
		n := 0
		for range task.All(c, claims, nil) {
			if n++; n == 50 {
				break
			}
		}
	}
}
