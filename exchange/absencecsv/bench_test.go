package absencecsv_test

import (
	"bytes"
	"math/rand/v2"
	"syscall"
	"testing"

	"balans/exchange/absencecsv"
	"balans/law/calendar"
	"balans/law/identity"
)

// declared is a file of n lines of a month.
func declared(tb testing.TB, n int) []byte {
	tb.Helper()
	var file bytes.Buffer
	w := absencecsv.NewWriter(&file)
	random := rand.New(rand.NewPCG(1, 2))
	month := calendar.New(2025, 3, 1)
	var employer identity.Number
	for i := range n {
		var err error
		if i%40 == 0 {
			if employer, err = identity.NewOrganisation(556_000_000 + random.Int64N(3_000_000)); err != nil {
				tb.Fatal(err)
			}
		}
		rec := absencecsv.Record{Employer: employer, Period: month, Day: month + calendar.Date(random.IntN(31)), Spec: int32(i % 1000), Type: absencecsv.Type(1 + random.IntN(2))}
		if rec.Party, err = identity.NewPerson(calendar.New(1970, 1, 1)+calendar.Date(random.IntN(12_000)), 1+random.IntN(999)); err != nil {
			tb.Fatal(err)
		}
		if random.IntN(3) > 0 {
			rec.Percent = []int32{10_000, 7_500, 5_000, 2_500}[random.IntN(4)]
		} else {
			rec.Hours = int32(1 + random.IntN(1000))
		}
		if err := w.Write(&rec); err != nil {
			tb.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		tb.Fatal(err)
	}
	return file.Bytes()
}

// cpu is the processor seconds of this process, which other work on the machine does
// not lengthen much.
func cpu(b *testing.B) float64 {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return float64(u.Utime.Nano()+u.Stime.Nano()) / 1e9
}

func BenchmarkReader(b *testing.B) {
	const n = 300_000
	file := declared(b, n)
	b.SetBytes(int64(len(file)))
	b.ReportAllocs()
	before := cpu(b)
	for b.Loop() {
		r, err := absencecsv.NewReader("a.csv", bytes.NewReader(file))
		if err != nil {
			b.Fatal(err)
		}
		lines := 0
		for range r.Records() {
			lines++
		}
		if err := r.Err(); err != nil || lines != n {
			b.Fatal(lines, err)
		}
	}
	b.ReportMetric(float64(n)*float64(b.N)/1e6/(cpu(b)-before), "Mrows/cpu-s")
	b.ReportMetric(float64(len(file))/n, "B/row")
}
