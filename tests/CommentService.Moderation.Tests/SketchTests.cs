using CommentService.Moderation.Words;

namespace CommentService.Moderation.Tests;

public sealed class SketchTests
{
    private const string Text = "The council sold our park to a builder at night and nobody was asked, so sign the petition before Friday and tell your friends about it.";

    [Fact]
    public void Nearly_the_same_text_is_similar_and_another_is_not()
    {
        var one = Of(Text)!.Value;
        var alike = Enumerable.Range(0, 20).Count(i => Sketch.AreSimilar(one, Of(Text + $" Yours, reader {(char)('A' + i)}")!.Value));

        Assert.InRange(alike, 14, 20);
        Assert.False(Sketch.AreSimilar(one, Of("I have lived here for forty years and the bus has never once been on time in the morning.")!.Value));
    }

    [Fact]
    public void Case_and_punctuation_make_no_difference_and_a_short_text_has_no_sketch()
    {
        Assert.Equal(Of(Text), Of(Text.ToUpperInvariant().Replace(",", "")));
        Assert.Null(Of("I agree with every word of this"));
    }

    private static long? Of(string text) => Sketch.Of(FoldedText.Of(text));
}
