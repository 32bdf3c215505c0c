using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace CommentService.Intake;

/// <summary>The frame of intake's own pages: no script at all, one small style that the policy names by its hash.</summary>
internal static class Page
{
    private const string Style =
        """
        :root{color-scheme:light dark;--ink:light-dark(#1b1b1f,#ececf1);--soft:light-dark(#5a5a66,#a9a9b6);--line:light-dark(#8a8a96,#7c7c8a);--paper:light-dark(#fff,#17171b);--accent:light-dark(#0b57a4,#8cc2ff);--bad:light-dark(#a8071a,#ff9aa2)}
        *{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);font:1.0625rem/1.6 system-ui,sans-serif}
        main{max-width:38rem;margin:0 auto;padding:2.5rem 1.25rem}h1{font-size:1.6rem;line-height:1.25;margin:0 0 .75rem}
        p{margin:.5rem 0}.soft{color:var(--soft)}form{margin-top:1.5rem}label{display:block;font-weight:600;margin-top:1rem}
        input,textarea{width:100%;font:inherit;color:inherit;background:transparent;border:1px solid var(--line);border-radius:.375rem;padding:.55rem .7rem}
        textarea{min-height:11rem;resize:vertical}[aria-invalid=true]{border-color:var(--bad);border-width:2px}.error{color:var(--bad);margin:.25rem 0 0;font-weight:600}
        button{margin-top:1.25rem;font:inherit;font-weight:600;color:var(--paper);background:var(--accent);border:0;border-radius:.375rem;padding:.6rem 1.2rem;cursor:pointer}
        :focus-visible{outline:3px solid var(--accent);outline-offset:2px}a{color:var(--accent)}
        """;

    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>The policy of these pages: they load nothing, run nothing and post only to this service.</summary>
    private static readonly string ContentSecurityPolicy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <param name="title">Plain text.</param>
    /// <param name="content">HTML, every value in it encoded.</param>
    /// <param name="head">More HTML for the head.</param>
    public static string Render(string title, string content, string head = "") =>
        $"""
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">
        <title>{Text(title)}</title>{head}<style>{Style}</style></head>
        <body><main>
        <h1>{Text(title)}</h1>
        {content}
        </main></body></html>
        """;

    /// <summary>A page as an answer, under the policy of these pages.</summary>
    public static IResult Answer(HttpContext http, string html, int status)
    {
        http.Response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
        return TypedResults.Content(html, "text/html; charset=utf-8", Encoding.UTF8, status);
    }

    /// <summary>Text as HTML, safe between tags and in a quoted attribute.</summary>
    public static string Text(string? value) => Encoder.Encode(value ?? "");
}
