using BenchmarkDotNet.Attributes;
using CommentService.Moderation;

namespace CommentService.Benchmarks;

/// <summary>Comments of 10,000 characters in the shapes that cost most: none may take 5 ms.</summary>
[MemoryDiagnoser, ShortRunJob]
public class WorstShapeBenchmarks
{
    private ModerationInput _input = null!;

    [Params("fuck ", "s h i t ", "f*ck ", "a**", "assass", "sh1t", "ﷺ", "\u0301a", "http://a.b ", "a@b.c ", "+44 20 7946 0018 ", "4111 ", "аa", "&#97;", "x dot com ", "a_")]
    public string Piece { get; set; } = "";

    [GlobalSetup]
    public void Setup() => _input = new ModerationInput("Ann", string.Concat(Enumerable.Repeat(Piece, 10_000 / Piece.Length)));

    [Benchmark]
    public Verdict Judge() => Policy.BuiltIn.Judge(_input, Facts.None);
}
