package rows_test

import (
	"bytes"
	"fmt"
	"testing"

	"balans/exchange/rows"
)

// manyRows are rows of 17 fields, some 110 bytes each.
func manyRows(n int) []byte {
	var b bytes.Buffer
	b.WriteString("a;b;c;d;e;f;g;h;i;j;k;l;m;n;o;p;q\n")
	for i := range n {
		fmt.Fprintf(&b, "P%09d;193501096998;;sjukpenning;2025-03-01;2025-03-31;31;100;employee;;;2025-02-20;2025-04-01;;%d,50;%d,00;\n", i, 9000+i%5000, 2000+i%1000)
	}
	return b.Bytes()
}

var seventeen = rows.Format{Header: []string{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p", "q"}, MaxLine: 4096}

func BenchmarkScanner(b *testing.B) {
	file := manyRows(200_000)
	b.SetBytes(int64(len(file)))
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		s, err := rows.NewScanner("x", bytes.NewReader(file), seventeen)
		if err != nil {
			b.Fatal(err)
		}
		for s.Scan() {
			n++
		}
		if s.Err() != nil {
			b.Fatal(s.Err())
		}
	}
	b.ReportMetric(float64(n)/1e6/b.Elapsed().Seconds(), "Mrows/s")
}
