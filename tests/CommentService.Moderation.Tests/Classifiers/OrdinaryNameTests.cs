using CommentService.Moderation.Classifiers;

namespace CommentService.Moderation.Tests.Classifiers;

public sealed class OrdinaryNameTests
{
    private static readonly string[] Texts =
    [
        "We tried the same in our garden last year, but the slugs ate all the beans.",
        "You are a pathetic liar, and whoever voted for you is as stupid as you are.",
        "Great post, I really enjoyed reading it. Please visit my page for cheap loans: https://loans.example/now",
    ];

    public static TheoryData<string> Names { get; } =
    [
        "Reader", "Anna Carter", "Anna B. C. Carter", "Peter J. Novák", "J. Smith", "Dr. Wei Li", "María José García López",
        "Siobhán O'Neill", "Jean-Luc Dubois", "Jürgen Müller", "Zofia Kowalska", "Minh Nguyen", "Mehmet Yılmaz", "Ngozi Okafor",
        "Иван Петров", "Ελένη Παπαδοπούλου", "فاطمة حداد", "प्रिया सिंह", "田中 由紀", "김민수", "annakeller", "Jan de Vries", "Bill Price",
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void Name_of_a_person_moves_no_score(string name) =>
        Assert.All(Texts, text => Assert.Equal(Score("Tom", text), Score(name, text)));

    [Theory]
    [MemberData(nameof(Names))]
    public void Name_of_a_person_beside_a_website_moves_no_score_either(string name) =>
        Assert.All(Texts, text => Assert.Equal(Score("Tom", text, "https://www.annakeller.example/"), Score(name, text, "https://www.annakeller.example/")));

    [Theory]
    [MemberData(nameof(Names))]
    public void Name_of_a_person_changes_no_verdict(string name) => Assert.All(Texts, text =>
    {
        var (one, other) = (Policies.Judge(text, "Tom"), Policies.Judge(text, name));
        Assert.Equal(one.Outcome, other.Outcome);
        Assert.Equal(one.Findings.Select(f => (f.Rule, f.Action, f.Score)), other.Findings.Select(f => (f.Rule, f.Action, f.Score)));
    });

    [Theory]
    [InlineData("ann@example.org")]
    [InlineData("peter.k82@gmail.com")]
    [InlineData("wei@posteo.de")]
    public void Address_of_a_person_moves_no_score(string email) => Assert.All(Texts, text =>
        Assert.Equal(Score("Tom", text), ClassifierModel.BuiltIn.Score(FeatureReader.Read(new ModerationInput("Tom", text, Email: email)))));

    [Theory]
    [InlineData("Payday Loans Houston")]
    [InlineData("www.cheap-flights.example")]
    [InlineData("казино онлайн")]
    public void Name_that_sells_speaks_for_spam_and_not_for_abuse(string name)
    {
        var (person, seller) = (Score("Tom", Texts[0]), Score(name, Texts[0]));
        Assert.True(seller.Spam > person.Spam);
        Assert.Equal(person.Abuse, seller.Abuse);
    }

    private static ClassifierScores Score(string name, string text, string? website = null) =>
        ClassifierModel.BuiltIn.Score(FeatureReader.Read(new ModerationInput(name, text, Website: website)));
}
