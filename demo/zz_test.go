package demo
import ("testing";"balans/recover/claim")
func BenchmarkGen(b *testing.B){ for range b.N { Generate(1,Full,func(d claim.Decision,ev []claim.Event)error{return nil}) } }
