using Arena.Web;
using Arena.Web.Pages;

var builder = WebApplication.CreateBuilder(args);
builder.AddArenaWeb();
builder.AddArenaPages();

var app = builder.Build();
app.UseArenaWeb();
app.UseArenaPages();
app.Run();
