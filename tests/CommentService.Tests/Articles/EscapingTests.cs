using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using CommentService.Tests.Running;
using CsCheck;

namespace CommentService.Tests.Articles;

/// <summary>What a reader typed is text wherever it is shown: no element, attribute or address comes out of it.</summary>
public sealed class EscapingTests(SharedService shared) : IClassFixture<SharedService>
{
    private static readonly string[] Attacks =
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "\"><svg/onload=alert(1)>",
        "' onmouseover='alert(1)",
        "</p></div><iframe src=//evil.example>",
        "<a href=\"javascript:alert(1)\">x</a>",
        "javascript:alert(1)",
        "https://evil.example/\"onmouseover=\"alert(1)",
        "https://evil.example/'><script>alert(1)</script>",
        "https://evil.example/<script>",
        "http://javascript:alert(1)//evil.example",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "&#60;script&#62;",
        "<!-- -->",
        "<![CDATA[<script>]]>",
        "<style>*{display:none}</style>",
        "<math><mtext></p><script>alert(1)</script>",
        "＜script＞",
        "{{constructor.constructor('alert(1)')()}}",
        "<plaintext>",
        "\u2028\u2029</script>",
        "www.example.org/\"><b>",
    ];

    private readonly TestService service = shared.Service;
    private readonly string article = TestService.NewArticle();

    [Fact]
    public async Task Attacks_come_back_as_text()
    {
        foreach (var attack in Attacks)
        {
            var id = await service.PostSettledAsync(article, "Attacker " + attack.ReplaceLineEndings(" ").Replace("\u2028\u2029", "", StringComparison.Ordinal), attack);
            await service.DecideAsync(id, "approve");
        }

        var list = await service.CommentsAsync(article, "?limit=200");

        Assert.Equal(Attacks.Select(attack => attack.Trim()), list.Items.Select(item => item.GetProperty("comment").GetString()));
        Assert.All(list.Items, item => IsSafe(item.GetProperty("html").GetString()!, item.GetProperty("comment").GetString()!));
        // Served as JSON, and to be sniffed as nothing else.
        Assert.Equal(("application/json", "nosniff"), (list.ContentType, list.Header("X-Content-Type-Options")));
        Assert.DoesNotContain("<script", list.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Html_of_any_text_is_paragraphs_breaks_and_links_and_shows_the_text() =>
        Gen.Select(AnyOf(Attacks), AnyOf("", "\n", "\n\n", " ", "\"", "<", "http://", "www."), AnyOf(Attacks), (a, between, b) => a + between + b)
            .Sample(text => IsSafe(CommentService.Moderation.Text.CommentHtml.Render(text), text), iter: 2_000);

    private static Gen<string> AnyOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    private static void IsSafe(string html, string comment)
    {
        var body = new HtmlParser().ParseDocument($"<body>{html}</body>").Body!;
        foreach (var element in body.QuerySelectorAll("*"))
        {
            Assert.True(element.LocalName is "p" or "br" or "a", html);
            Assert.Equal(element.LocalName == "a" ? ["href", "rel"] : [], element.Attributes.Select(attribute => attribute.Name));
            if (element.LocalName == "a")
            {
                Assert.Equal("nofollow ugc noopener", element.GetAttribute("rel"));
                Assert.Matches("^https?://", element.GetAttribute("href")!);
            }
        }

        Assert.Equal(WithoutBreaks(comment), WithoutBreaks(body.TextContent));
    }

    // Lines that are blank and the breaks between lines are elements, not text.
    private static string WithoutBreaks(string text) => string.Concat(text.Split('\n').Where(line => !string.IsNullOrWhiteSpace(line)));
}
