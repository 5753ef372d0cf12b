package letterdoc

import (
	"io"
	"testing"
)

func BenchmarkPDF(b *testing.B) {
	usual := sample()
	usual.To[1] = "c/o Nilsson" // every character is in the part of the font that is made once
	long := sample()
	short := *usual
	short.Blocks = append(append([]Block{}, usual.Blocks[:5]...), usual.Blocks[6:]...)
	for _, c := range []struct {
		name string
		doc  *Document
	}{{"two-pages", &short}, {"three-pages", usual}, {"three-pages-rare-character", long}} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				if err := c.doc.PDF(io.Discard); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "letters/s")
			b.ReportMetric(float64(len(pdf(b, c.doc))), "bytes")
		})
	}
}

func BenchmarkText(b *testing.B) {
	d := sample()
	for b.Loop() {
		d.Text()
	}
}

func BenchmarkHTML(b *testing.B) {
	d := sample()
	for b.Loop() {
		d.HTML()
	}
}
