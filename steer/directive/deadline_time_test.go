package directive

import (
	"os"
	"strings"
	"testing"
)

func BenchmarkDeadlines_ofALetter(b *testing.B) {
	data, err := os.ReadFile("../../../shared/seeds/regleringsbrev-2025.txt")
	if err != nil {
		b.Skip("the published letter is not here")
	}
	lines := strings.Split(string(data), "\n")
	for b.Loop() {
		for i, l := range lines {
			deadlinesIn(l, i+1, context2031())
			partiesIn(l, us)
			isContinuous(l)
		}
	}
}
