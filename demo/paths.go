package demo

import "balans/recover/claim"

// cohort is when a group of claims was decided.
type cohort uint8

const (
	older    cohort = iota // before 2022-09-01: OLD claims
	autumn22               // September to December 2022
	year23
	year24
	early25 // January and February 2025
	march25 // after the last report day
	cohorts
)

// path is a group of claims that stand alike at the three report days. The
// letters of stands are, for OLD claims:
//
//	K at Kronofogden   N near limitation (9 years or older, no measure)
//	O other            T has become time barred    X has left otherwise
//
// and for NEW claims:
//
//	F fresh (60 days or younger, not registered as unserved)
//	M with a collecting measure
//	U unserved: older than 60 days without a measure, or registered as unserved
//	V as U, after it was handed to Kronofogden and recalled since the day before
//	R handed to Kronofogden since the day before (Q: already in 2022)
//	X has left otherwise
//
// and for both: . not decided yet, - gone before.
type path struct {
	cohort    cohort
	authority claim.Authority
	stands    string
	claims    int64
	decided   int64    // kronor decided
	left      [3]int64 // kronor outstanding at the end of each report day
	referred  int64    // kronor outstanding when handed over (R, Q, V)
}

// paths is the whole agency. The groups of Försäkringskassan were found by
// projecting believable averages onto the printed totals (counts are chosen by
// hand, amounts are the nearest that satisfy all of it):
//
//   - for each report day the claims and kronor of K, of N, of all OLD, of U and
//     V, and of all NEW claims are the printed ones; kronor to the nearest
//     hundred thousand within the printed million. The unserved at the end of
//     2023 must be under 22.5 per cent of all NEW kronor: 22 is printed.
//   - R and V of a year sum to what was handed over, the cohorts of 2023, 2024
//     and early 2025 to what was decided.
//   - in no group does more remain on a later day than on an earlier one; who
//     becomes time barred has paid nothing in the year before, and who is fresh
//     has paid nothing at all.
//
// From these follow the other outflows, 105 931 claims in 2024 and 13 479 in
// early 2025, and that claims returned from Kronofogden early in 2025 are
// large: 1 700 of them carry some 81 million kronor.
//
// The groups of Pensionsmyndigheten come on top and are in no printed number.
var paths = [...]path{
	{older, claim.FK, "KKK", 16_560, 831_470_513, [3]int64{762_816_984, 746_682_672, 743_636_161}, 0},
	{older, claim.FK, "KKO", 1_290, 68_994_501, [3]int64{63_297_707, 61_485_971, 61_393_742}, 0},
	{older, claim.FK, "KKX", 150, 1_800_995, [3]int64{1_652_289, 1_502_984, 0}, 0},
	{older, claim.FK, "KOO", 2_430, 106_095_008, [3]int64{97_334_870, 93_366_605, 92_159_104}, 0},
	{older, claim.FK, "KOX", 90, 1_178_834, [3]int64{1_081_499, 910_006, 0}, 0},
	{older, claim.FK, "KX-", 1_500, 12_016_651, [3]int64{12_016_651, 0, 0}, 0},
	{older, claim.FK, "NNN", 14_470, 612_956_815, [3]int64{528_411_047, 525_861_886, 517_698_946}, 0},
	{older, claim.FK, "NNO", 130, 5_274_184, [3]int64{4_546_710, 4_454_433, 4_086_631}, 0},
	{older, claim.FK, "NNX", 260, 2_792_215, [3]int64{2_407_082, 2_159_725, 0}, 0},
	{older, claim.FK, "NNT", 140, 1_747_741, [3]int64{1_344_416, 1_344_416, 0}, 0},
	{older, claim.FK, "NOO", 860, 36_943_152, [3]int64{31_847_545, 29_565_080, 28_604_388}, 0},
	{older, claim.FK, "NON", 40, 1_336_445, [3]int64{1_152_108, 1_051_562, 1_034_029}, 0},
	{older, claim.FK, "NKK", 309, 16_223_485, [3]int64{13_985_763, 13_313_436, 13_104_941}, 0},
	{older, claim.FK, "NX-", 1_500, 12_529_169, [3]int64{10_801_008, 0, 0}, 0},
	{older, claim.FK, "NT-", 15_500, 199_304_321, [3]int64{199_304_321, 0, 0}, 0},
	{older, claim.FK, "OKK", 2_510, 132_324_975, [3]int64{122_523_125, 116_947_220, 115_217_701}, 0},
	{older, claim.FK, "OKO", 410, 21_614_837, [3]int64{20_013_738, 18_921_640, 18_893_257}, 0},
	{older, claim.FK, "OKX", 116, 1_274_046, [3]int64{1_179_672, 1_046_077, 0}, 0},
	{older, claim.FK, "ONN", 8_126, 145_749_305, [3]int64{134_953_060, 134_750_630, 132_759_790}, 0},
	{older, claim.FK, "ONO", 70, 1_306_994, [3]int64{1_210_180, 1_162_929, 1_064_755}, 0},
	{older, claim.FK, "ONX", 300, 1_332_815, [3]int64{1_234_088, 1_232_237, 0}, 0},
	{older, claim.FK, "ONT", 1_300, 7_133_744, [3]int64{7_133_744, 7_133_744, 0}, 0},
	{older, claim.FK, "OOO", 155_413, 4_694_041_224, [3]int64{4_346_334_467, 4_244_264_521, 4_237_898_123}, 0},
	{older, claim.FK, "OON", 11_088, 304_452_880, [3]int64{281_900_815, 279_125_923, 278_707_235}, 0},
	{older, claim.FK, "OOX", 2_323, 8_674_710, [3]int64{8_032_139, 7_516_244, 0}, 0},
	{older, claim.FK, "OOK", 200, 10_104_497, [3]int64{9_356_016, 9_100_059, 8_941_197}, 0},
	{older, claim.FK, "OX-", 32_609, 149_228_956, [3]int64{149_228_956, 0, 0}, 0},
	{autumn22, claim.FK, "X--", 32_900, 263_200_000, [3]int64{0, 0, 0}, 0},
	{autumn22, claim.FK, "Q--", 600, 13_200_000, [3]int64{0, 0, 0}, 12_900_000},
	{autumn22, claim.FK, "R--", 4_900, 122_500_000, [3]int64{0, 0, 0}, 117_716_848},
	{autumn22, claim.FK, "MMM", 250, 10_500_000, [3]int64{8_638_480, 6_523_657, 6_247_203}, 0},
	{autumn22, claim.FK, "MMU", 30, 1_140_000, [3]int64{942_380, 778_997, 777_829}, 0},
	{autumn22, claim.FK, "MMX", 60, 1_500_000, [3]int64{942_380, 481_747, 0}, 0},
	{autumn22, claim.FK, "MUU", 200, 6_400_000, [3]int64{5_444_860, 4_975_207, 4_967_744}, 0},
	{autumn22, claim.FK, "MUR", 30, 1_020_000, [3]int64{879_554, 746_488, 0}, 732_227},
	{autumn22, claim.FK, "MUX", 30, 540_000, [3]int64{439_777, 258_400, 0}, 0},
	{autumn22, claim.FK, "MR-", 350, 12_950_000, [3]int64{11_360_910, 0, 0}, 9_762_578},
	{autumn22, claim.FK, "MX-", 1_550, 40_300_000, [3]int64{25_967_794, 0, 0}, 0},
	{autumn22, claim.FK, "UUU", 700, 17_602_659, [3]int64{17_576_255, 17_306_894, 17_280_934}, 0},
	{autumn22, claim.FK, "UUR", 90, 2_446_117, [3]int64{2_442_448, 2_241_289, 0}, 2_237_927},
	{autumn22, claim.FK, "UUX", 110, 1_540_000, [3]int64{1_530_633, 1_052_740, 0}, 0},
	{autumn22, claim.FK, "UUM", 50, 1_308_143, [3]int64{1_306_181, 1_224_043, 1_222_207}, 0},
	{autumn22, claim.FK, "UMM", 200, 6_045_532, [3]int64{6_036_464, 5_218_926, 4_895_768}, 0},
	{autumn22, claim.FK, "UMX", 50, 750_000, [3]int64{747_279, 401_456, 0}, 0},
	{autumn22, claim.FK, "UVU", 60, 1_630_745, [3]int64{1_628_298, 1_580_063, 1_577_693}, 1_582_437},
	{autumn22, claim.FK, "UR-", 1_000, 28_195_277, [3]int64{28_152_984, 0, 0}, 26_896_900},
	{autumn22, claim.FK, "UX-", 840, 10_080_000, [3]int64{9_523_941, 0, 0}, 0},
	{year23, claim.FK, "X--", 70_705, 562_891_933, [3]int64{0, 0, 0}, 0},
	{year23, claim.FK, "R--", 8_858, 216_915_087, [3]int64{0, 0, 0}, 207_483_152},
	{year23, claim.FK, "FMM", 4_750, 145_302_402, [3]int64{145_302_402, 123_949_482, 118_696_865}, 0},
	{year23, claim.FK, "FMU", 180, 5_126_459, [3]int64{5_126_459, 4_702_672, 4_695_618}, 0},
	{year23, claim.FK, "FMR", 50, 1_476_758, [3]int64{1_476_758, 1_304_731, 0}, 1_220_379},
	{year23, claim.FK, "FMX", 620, 9_809_890, [3]int64{9_809_890, 4_355_796, 0}, 0},
	{year23, claim.FK, "FUU", 1_750, 40_610_835, [3]int64{40_610_835, 38_778_798, 38_720_630}, 0},
	{year23, claim.FK, "FUR", 330, 9_050_415, [3]int64{9_050_415, 8_148_205, 0}, 8_086_088},
	{year23, claim.FK, "FUX", 320, 3_712_991, [3]int64{3_712_991, 2_909_390, 0}, 0},
	{year23, claim.FK, "FUM", 100, 2_531_584, [3]int64{2_531_584, 2_289_553, 2_286_119}, 0},
	{year23, claim.FK, "FR-", 1_900, 56_116_790, [3]int64{56_116_790, 0, 0}, 51_861_207},
	{year23, claim.FK, "FX-", 16_618, 166_526_573, [3]int64{166_526_573, 0, 0}, 0},
	{year23, claim.FK, "MMM", 1_780, 111_214_010, [3]int64{104_373_779, 82_178_005, 79_882_608}, 0},
	{year23, claim.FK, "MMU", 90, 4_534_823, [3]int64{4_240_708, 3_475_027, 3_469_815}, 0},
	{year23, claim.FK, "MMR", 20, 927_119, [3]int64{879_554, 722_620, 0}, 679_584},
	{year23, claim.FK, "MMX", 310, 8_747_169, [3]int64{7_790_338, 2_800_154, 0}, 0},
	{year23, claim.FK, "MUU", 560, 20_316_006, [3]int64{18_763_825, 17_119_770, 17_094_091}, 0},
	{year23, claim.FK, "MUR", 100, 3_627_858, [3]int64{3_350_683, 2_918_960, 0}, 2_871_480},
	{year23, claim.FK, "MUX", 100, 2_015_477, [3]int64{1_780_050, 957_036, 0}, 0},
	{year23, claim.FK, "MUM", 40, 1_451_143, [3]int64{1_340_273, 1_166_964, 1_165_214}, 0},
	{year23, claim.FK, "MR-", 900, 34_464_653, [3]int64{32_040_907, 0, 0}, 28_241_745},
	{year23, claim.FK, "MX-", 16_100, 316_379_472, [3]int64{278_159_051, 0, 0}, 0},
	{year23, claim.FK, "UUU", 1_340, 38_609_201, [3]int64{38_551_287, 37_804_453, 37_747_746}, 0},
	{year23, claim.FK, "UUR", 240, 6_915_081, [3]int64{6_904_708, 6_339_407, 0}, 6_294_284},
	{year23, claim.FK, "UUX", 250, 3_527_084, [3]int64{3_478_712, 2_153_331, 0}, 0},
	{year23, claim.FK, "UUM", 70, 2_016_899, [3]int64{2_013_873, 1_879_721, 1_876_901}, 0},
	{year23, claim.FK, "UMM", 570, 18_167_623, [3]int64{18_140_371, 15_732_050, 14_999_408}, 0},
	{year23, claim.FK, "UMU", 30, 940_890, [3]int64{939_478, 860_887, 859_596}, 0},
	{year23, claim.FK, "UMR", 10, 313_630, [3]int64{313_159, 281_019, 0}, 263_219},
	{year23, claim.FK, "UMX", 90, 1_451_143, [3]int64{1_437_868, 632_293, 0}, 0},
	{year23, claim.FK, "UVU", 70, 2_016_899, [3]int64{2_013_873, 1_973_718, 1_970_757}, 1_976_683},
	{year23, claim.FK, "UVX", 10, 141_083, [3]int64{139_148, 114_844, 0}, 124_523},
	{year23, claim.FK, "UR-", 2_188, 65_274_393, [3]int64{65_176_481, 0, 0}, 62_337_849},
	{year23, claim.FK, "UX-", 5_987, 68_176_627, [3]int64{66_646_559, 0, 0}, 0},
	{year24, claim.FK, ".X-", 64_976, 488_614_375, [3]int64{0, 0, 0}, 0},
	{year24, claim.FK, ".R-", 5_200, 149_304_610, [3]int64{0, 0, 0}, 147_116_078},
	{year24, claim.FK, ".FM", 15_700, 307_858_805, [3]int64{0, 307_858_805, 307_397_017}, 0},
	{year24, claim.FK, ".FU", 3_700, 76_585_431, [3]int64{0, 76_585_431, 76_470_553}, 0},
	{year24, claim.FK, ".FX", 6_880, 57_325_174, [3]int64{0, 57_325_174, 0}, 0},
	{year24, claim.FK, ".MM", 14_250, 584_502_937, [3]int64{0, 543_470_808, 531_955_746}, 0},
	{year24, claim.FK, ".MU", 820, 29_630_441, [3]int64{0, 28_219_721, 28_177_392}, 0},
	{year24, claim.FK, ".MR", 160, 5_312_775, [3]int64{0, 4_817_470, 0}, 4_441_223},
	{year24, claim.FK, ".MX", 1_770, 38_029_314, [3]int64{0, 28_423_072, 0}, 0},
	{year24, claim.FK, ".UM", 788, 18_469_707, [3]int64{0, 18_041_680, 18_014_617}, 0},
	{year24, claim.FK, ".UU", 9_583, 208_824_789, [3]int64{0, 208_511_552, 208_198_784}, 0},
	{year24, claim.FK, ".UR", 1_823, 45_325_526, [3]int64{0, 43_514_167, 0}, 43_273_589},
	{year24, claim.FK, ".UX", 2_026, 17_016_116, [3]int64{0, 16_093_327, 0}, 0},
	{early25, claim.FK, "..F", 10_200, 184_941_494, [3]int64{0, 0, 184_941_494}, 0},
	{early25, claim.FK, "..M", 150, 3_554_478, [3]int64{0, 0, 3_518_833}, 0},
	{early25, claim.FK, "..U", 650, 11_808_531, [3]int64{0, 0, 11_790_818}, 0},
	{early25, claim.FK, "..X", 853, 5_895_497, [3]int64{0, 0, 0}, 0},
	{older, claim.FK, "X--", 27_000, 172_800_000, [3]int64{0, 0, 0}, 0},
	{older, claim.FK, "T--", 14_000, 72_800_000, [3]int64{0, 0, 0}, 0},
	{march25, claim.FK, "...", 5_930, 100_217_000, [3]int64{0, 0, 0}, 0},
	{older, claim.PM, "OOO", 900, 21_746_634, [3]int64{20_135_772, 19_662_901, 19_633_406}, 0},
	{older, claim.PM, "KKK", 110, 4_418_442, [3]int64{4_053_616, 3_967_878, 3_951_689}, 0},
	{older, claim.PM, "NNN", 140, 4_744_378, [3]int64{4_089_981, 4_070_250, 4_007_068}, 0},
	{older, claim.PM, "NT-", 90, 925_800, [3]int64{925_800, 0, 0}, 0},
	{older, claim.PM, "OX-", 260, 951_872, [3]int64{951_872, 0, 0}, 0},
	{older, claim.PM, "X--", 150, 768_000, [3]int64{0, 0, 0}, 0},
	{autumn22, claim.PM, "X--", 170, 1_088_000, [3]int64{0, 0, 0}, 0},
	{year23, claim.PM, "X--", 420, 2_674_940, [3]int64{0, 0, 0}, 0},
	{year23, claim.PM, "R--", 50, 979_521, [3]int64{0, 0, 0}, 936_930},
	{year23, claim.PM, "UUU", 60, 1_383_016, [3]int64{1_380_941, 1_354_189, 1_352_158}, 0},
	{year23, claim.PM, "FMM", 60, 1_468_319, [3]int64{1_468_319, 1_252_542, 1_199_463}, 0},
	{year23, claim.PM, "FX-", 170, 1_362_836, [3]int64{1_362_836, 0, 0}, 0},
	{year23, claim.PM, "MX-", 160, 2_515_315, [3]int64{2_211_450, 0, 0}, 0},
	{year24, claim.PM, ".X-", 420, 2_526_693, [3]int64{0, 0, 0}, 0},
	{year24, claim.PM, ".FM", 200, 3_137_414, [3]int64{0, 3_137_414, 3_132_708}, 0},
	{year24, claim.PM, ".MM", 180, 5_906_555, [3]int64{0, 5_491_915, 5_375_552}, 0},
	{year24, claim.PM, ".UU", 160, 2_789_269, [3]int64{0, 2_785_085, 2_780_908}, 0},
	{year24, claim.PM, ".UR", 40, 795_620, [3]int64{0, 763_825, 0}, 759_602},
	{year24, claim.PM, ".R-", 40, 918_797, [3]int64{0, 0, 0}, 905_329},
	{early25, claim.PM, "..F", 170, 2_465_886, [3]int64{0, 0, 2_465_886}, 0},
	{early25, claim.PM, "..U", 20, 290_671, [3]int64{0, 0, 290_235}, 0},
	{march25, claim.PM, "...", 70, 946_400, [3]int64{0, 0, 0}, 0},
}
