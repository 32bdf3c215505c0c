namespace CommentService.Moderation.Tests;

public sealed class FingerprintTests
{
    private const string Text = "The council should look at the traffic on our street again.";

    [Fact]
    public void Text_written_a_little_differently_has_the_same_fingerprint() =>
        Assert.Equal(Policy.Fingerprint(Text), Policy.Fingerprint("THE  COUNCIL—should look, at the tráffic on our street again!!"));

    [Fact]
    public void Fingerprint_is_stored_so_its_value_is_pinned() => Assert.Equal(5_013_027_643_334_013_666, Policy.Fingerprint(Text));

    [Fact]
    public void Other_text_has_another_fingerprint() => Assert.NotEqual(Policy.Fingerprint(Text), Policy.Fingerprint(Text + " Twice"));

    [Fact]
    public void Short_text_has_none()
    {
        Assert.Null(Policy.Fingerprint("I agree with every word of this comm39."));
        Assert.NotNull(Policy.Fingerprint("I agree with every word of this comme40."));
        Assert.Null(Policy.Fingerprint(new string('!', 100)));
    }
}
