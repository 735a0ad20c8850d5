using Microsoft.Extensions.Options;

namespace Arena.Web.Judging;

/// <summary>A model that scores answers (docs/rubrics.md).</summary>
internal static class JudgeComposition
{
    public static void AddJudge(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<JudgeOptions>().BindConfiguration(JudgeOptions.Section).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<JudgeOptions>, JudgeOptionsValidator>().AddHostedService<JudgeWorker>();
    }
}
