using Arena.RouterTrainer;

return args switch
{
    ["train", var data, var model] => Commands.Train(data, model),
    _ => Commands.Usage(),
};
