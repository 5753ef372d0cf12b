package staff

import (
	"encoding/xml"
	"io"
	"strings"
	"testing"
)

func TestScale_isEvenAndHoldsTheGreatest(t *testing.T) {
	for most, want := range map[int64][2]int64{0: {1, 1}, 1: {1, 1}, 5: {1, 5}, 6: {2, 6}, 10: {2, 10}, 11: {5, 15}, 99: {20, 100}, 124: {25, 125}, 126: {50, 150}, 273_992: {100_000, 300_000}, 69_000: {20_000, 80_000}} {
		if step, top := scale(most); step != want[0] || top != want[1] {
			t.Errorf("scale(%d) = %d, %d, want %v", most, step, top, want)
		}
	}
	for most := int64(0); most < 5000; most++ {
		if step, top := scale(most); top < most || top%step != 0 || top/step > 5 || most > 20 && top > 2*most {
			t.Fatalf("scale(%d) = %d, %d", most, step, top)
		}
	}
}

func TestDrawing_isWellFormedAndEscaped(t *testing.T) {
	for _, bars := range []bool{false, true} {
		d := drawing{ID: "x", Title: `<b>&"`, Desc: "</desc>", Bars: bars, Labels: []string{"<2023>", "", "2025"},
			Series: []drawnSeries{{"chart__series-1", []int64{1, 0, 250_000}}, {"chart__series-2", []int64{5, 6, 7}}}}
		svg := string(d.svg())
		dec := xml.NewDecoder(strings.NewReader(svg))
		for {
			if _, err := dec.Token(); err == io.EOF {
				break
			} else if err != nil {
				t.Fatalf("%v in %s", err, svg)
			}
		}
		if strings.Contains(svg, "style") || strings.Contains(svg, "<b>") || strings.Contains(svg, "NaN") || strings.Contains(svg, "Inf") {
			t.Errorf("the drawing is not plain: %s", svg)
		}
	}
	empty := drawing{ID: "x", Series: []drawnSeries{{"chart__series-1", nil}}}
	if svg := string(empty.svg()); strings.Contains(svg, "NaN") {
		t.Errorf("without values: %s", svg)
	}
}
