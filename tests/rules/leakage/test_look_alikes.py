"""What looks like a leak and is none: nothing of it is found."""

from collections.abc import Callable

import pytest

LOOK_ALIKES = {
    "no copies, as the author notes": """
        # %%
        df = pd.read_csv("a.csv")
        print(len(df), df["text"].duplicated().sum())  # 0 of the 9 000 are there twice
        Xa, Xb, ya, yb = train_test_split(df[["a"]], df["y"], random_state=0)
        print(LogisticRegression().fit(Xa, ya).score(Xb, yb))
        """,
    "pictures each by their own mean": """
        # %%
        X, y = np.load("x.npy"), np.load("y.npy")
        X = (X - X.mean(axis=(1, 2), keepdims=True)) / X.std(axis=(1, 2), keepdims=True)
        Xa, Xb, ya, yb = train_test_split(X, y, random_state=0)
        print(LogisticRegression().fit(Xa, ya).score(Xb, yb))
        """,
    "the rows that a model is most wrong about": """
        # %%
        df = pd.read_csv("a.csv")
        Xa, Xb, ya, yb = train_test_split(df[["a"]], df["y"], random_state=0)
        p = Ridge().fit(Xa, ya).predict(Xb)
        pd.DataFrame({"p": p, "off": np.abs(yb - p)}).nlargest(10, "off")
        """,
    "batches in another order in each epoch": """
        # %%
        import torch
        from torch import nn
        df = pd.read_csv("a.csv", parse_dates=["ts"])
        past, later = df[df.ts < "2023"], df[df.ts >= "2023"]
        usual = past[["a"]].mean()
        Xa, Xb = torch.tensor((past[["a"]] - usual).to_numpy()), torch.tensor((later[["a"]] - usual).to_numpy())
        ya, yb = torch.tensor(past["y"].to_numpy()), torch.tensor(later["y"].to_numpy())
        net, cost = nn.Sequential(nn.Linear(1, 1)), nn.MSELoss()
        for epoch in range(9):
            for drawn in torch.randperm(len(Xa)).split(64):
                cost(net(Xa[drawn]), ya[drawn]).backward()
        print(cost(net(Xb), yb))
        """,
    "a table of scores, drawn in order": """
        # %%
        df = pd.read_csv("a.csv")
        Xa, Xb, ya, yb = train_test_split(df[["a"]], df["y"], random_state=0)
        table = pd.DataFrame(index=[1, 10], columns=["error"], dtype=float)
        for alpha in [1, 10]:
            table.loc[alpha, "error"] = mean_squared_error(yb, Ridge(alpha=alpha).fit(Xa, ya).predict(Xb))
        table.sort_values("error")["error"].plot.barh()
        """,
    "rows far from the mean left out of the training": """
        # %%
        df = pd.read_csv("a.csv")
        train, test = train_test_split(df, random_state=0)
        train = train[(train["a"] - train["a"].mean()).abs() < 3 * train["a"].std()]
        print(Ridge().fit(train[["a"]], train["y"]).score(test[["a"]], test["y"]))
        """,
    "a property that many rows share": """
        # %%
        films = pd.read_csv("films.csv")
        films["actor"].value_counts()
        A, B, a, b = train_test_split(films[["length"]], films["gross"], random_state=0)
        print(Ridge().fit(A, a).score(B, b))
        """,
    "gaps of the training part filled by its mean, none in the test part": """
        # %%
        df = pd.read_csv("a.csv")
        train, test = train_test_split(df, random_state=0)
        train = train.fillna({"a": train["a"].mean()})
        print(Ridge().fit(train[["a"]], train["y"]).score(test[["a"]], test["y"]))
        """,
    "copies that are counted, then left out by a mask": """
        # %%
        df = pd.read_csv("a.csv")
        print("duplicates:", df.duplicated().sum())
        # duplicates: 312
        df = df[~df.duplicated()]
        train, test = train_test_split(df, random_state=0)
        print(Ridge().fit(train[["a"]], train["y"]).score(test[["a"]], test["y"]))
        """,
    "the station that is told best, each by its own model": """
        # %%
        df = pd.read_csv("a.csv")
        scores = {}
        for station, rows in df.groupby("station"):
            train, test = train_test_split(rows, shuffle=False)
            scores[station] = Ridge().fit(train[["a"]], train["y"]).score(test[["a"]], test["y"])
        print("easiest:", max(scores, key=scores.get))
        """,
    "batches that are drawn from the training part": """
        # %%
        from sklearn.linear_model import SGDClassifier
        df = pd.read_csv("a.csv")
        A, B, a, b = train_test_split(df.drop(columns="y").values, df["y"].values, random_state=0)
        rng, sgd = np.random.default_rng(0), SGDClassifier(random_state=0)
        for _ in range(100):
            draw = rng.integers(0, len(A), 64)
            sgd.partial_fit(A[draw], a[draw], classes=[0, 1])
        print(sgd.score(B, b))
        """,
    "the mean of a class in the training part": """
        # %%
        df = pd.read_csv("a.csv")
        train, test = train_test_split(df, random_state=0)
        usual = train[train["y"] == 0]["a"].mean()
        train, test = train.fillna({"a": usual}), test.fillna({"a": usual})
        print(LogisticRegression().fit(train[["a"]], train["y"]).score(test[["a"]], test["y"]))
        """,
    "the mean of the days before": """
        # %%
        df = pd.read_csv("a.csv", parse_dates=["day"])
        past, later = df[df["day"] < "2023"], df[df["day"] >= "2023"]
        usual = df[df["day"] < "2023"]["a"].mean()
        model = Ridge().fit(past[["a"]] - usual, past["y"])
        print(model.score(later[["a"]] - usual, later["y"]))
        """,
    "a bootstrap, judged on the rows that were not drawn": """
        # %%
        df = pd.read_csv("a.csv")
        X, y = df.drop(columns="y").values, df["y"].values
        rng = np.random.default_rng(0)
        for _ in range(100):
            drawn = rng.integers(0, len(X), len(X))
            left = np.setdiff1d(np.arange(len(X)), drawn)
            print(RandomForestClassifier(random_state=0).fit(X[drawn], y[drawn]).score(X[left], y[left]))
        """,
    "the target of earlier rows, summed": """
        # %%
        from sklearn.model_selection import GroupKFold
        visits = pd.read_csv("visits.csv").sort_values("at")
        past = visits.groupby("patient_id")["missed"]
        visits["missed_before"] = past.cumsum() - visits["missed"]
        X, y = visits[["missed_before", "age"]], visits["missed"]
        print(cross_val_score(RandomForestClassifier(random_state=0), X, y, groups=visits["patient_id"], cv=GroupKFold(5)))
        """,
    "means of earlier days of each shop": """
        # %%
        sales = pd.read_csv("sales.csv", parse_dates=["day"]).sort_values(["shop", "day"])
        sales["before"] = sales.groupby("shop")["units"].transform(lambda s: s.shift(1).rolling(28).mean())
        past, later = sales[sales["day"] < "2023"], sales[sales["day"] >= "2023"]
        print(Ridge().fit(past[["before"]], past["units"]).score(later[["before"]], later["units"]))
        """,
    "windows over the letters of each text": """
        # %%
        df = pd.read_csv("a.csv")
        texts = []
        for text in df["text"]:
            texts.append(" ".join([text[i:i + 3] for i in range(len(text) - 2)]))
        A, B, a, b = train_test_split(texts, df["y"], random_state=0)
        model = make_pipeline(TfidfVectorizer(), LogisticRegression()).fit(A, a)
        print(model.score(B, b))
        """,
    "entities that the model is to tell, as columns of 0 and 1": """
        # %%
        from sklearn.preprocessing import label_binarize
        df = pd.read_csv("a.csv")
        print(df["author"].value_counts())
        y = label_binarize(df["author"], classes=["a", "b"])
        A, B, a, b = train_test_split(df[["length"]], y, random_state=0)
        print(RandomForestClassifier(random_state=0).fit(A, a).score(B, b))
        """,
    "no copies, as the author noted": """
        # %%
        df = pd.read_csv("a.csv")
        print("exact copies:", df.duplicated().sum())
        # exact copies: 0
        train, test = train_test_split(df, random_state=0)
        print(Ridge().fit(train[["a"]], train["y"]).score(test[["a"]], test["y"]))
        """,
    "folds by hand, in parts of a list": """
        # %%
        df = pd.read_csv("a.csv")
        y = df.pop("y").to_numpy()
        D = df.to_numpy()
        folds = np.array_split(np.random.RandomState(0).permutation(len(D)), 5)
        scores = []
        for i in range(5):
            test, train = folds[i], np.concatenate(folds[:i] + folds[i + 1:])
            pca = PCA(10).fit(D[train])
            model = LogisticRegression().fit(pca.transform(D[train]), y[train])
            scores.append(model.score(pca.transform(D[test]), y[test]))
        """,
    "folds by hand, as what is left of positions": """
        # %%
        df = pd.read_csv("a.csv")
        y = df.pop("y").to_numpy()
        D = df.to_numpy()
        order = np.arange(len(D))
        np.random.seed(1)
        np.random.shuffle(order)
        for test in np.array_split(order, 10):
            train = np.setdiff1d(order, test)
            mean = D[train].mean(0)
            model = LogisticRegression().fit(D[train] - mean, y[train])
            print(model.score(D[test] - mean, y[test]))
        """,
    "batches of the training part": """
        # %%
        from sklearn.linear_model import SGDClassifier
        df = pd.read_csv("a.csv")
        Xa, Xb, ya, yb = train_test_split(df.drop(columns="y").values, df["y"].values, random_state=0)
        sc, sgd = StandardScaler(), SGDClassifier(random_state=0)
        for i in range(0, len(Xa), 256):
            sc.partial_fit(Xa[i:i + 256])
        for i in range(0, len(Xa), 256):
            sgd.partial_fit(sc.transform(Xa[i:i + 256]), ya[i:i + 256], classes=[0, 1])
        print(sgd.score(sc.transform(Xb), yb))
        """,
    "days since the first date": """
        # %%
        df = pd.read_csv("a.csv", parse_dates=["listed", "sold_date"])
        df["days"] = (df["listed"] - df["listed"].min()).dt.days
        df["age"] = (df["sold_date"].max() - df["sold_date"]) / np.timedelta64(1, "D")
        train, test = train_test_split(df, random_state=0)
        model = Ridge().fit(train[["days", "age"]], train["y"])
        print(model.score(test[["days", "age"]], test["y"]))
        """,
    "settings searched by a validation part in a predefined split": """
        # %%
        from sklearn.model_selection import PredefinedSplit
        df = pd.read_csv("a.csv")
        X_dev, X_test, y_dev, y_test = train_test_split(df[["a"]], df["y"], random_state=0)
        X_train, X_val, y_train, y_val = train_test_split(X_dev, y_dev, random_state=0)
        fold = np.r_[np.full(len(X_train), -1), np.zeros(len(X_val))]
        search = GridSearchCV(LogisticRegression(), {"C": [1, 10]}, cv=PredefinedSplit(fold))
        search.fit(np.vstack([X_train, X_val]), np.concatenate([y_train, y_val]))
        print(search.score(X_test, y_test))
        """,
    "windows over each part of a series": """
        # %%
        values = pd.read_csv("power.csv")["kw"].to_numpy()
        cut = int(len(values) * 0.8)
        def windows(part):
            X, y = [], []
            for i in range(len(part) - 24):
                X.append(part[i:i + 24])
                y.append(part[i + 24])
            return np.array(X), np.array(y)
        A, a = windows(values[:cut])
        B, b = windows(values[cut:])
        print(Ridge().fit(A, a).score(B, b))
        """,
    "walking forward": """
        # %%
        sales = pd.read_csv("sales.csv").sort_values("day")
        sales["before"] = sales["units"].shift(1)
        for i in range(100, len(sales)):
            past, now = sales.iloc[:i], sales.iloc[i:i + 1]
            print(Ridge().fit(past[["before"]], past["units"]).predict(now[["before"]]) - now["units"])
        """,
    "fitted on the training part": """
        # %%
        df = pd.read_csv("a.csv")
        X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="y"), df["y"], random_state=0)
        sc = StandardScaler().fit(X_train)
        m = LogisticRegression().fit(sc.transform(X_train), y_train)
        print(m.score(sc.transform(X_test), y_test))
        """,
    "X bound to the training part": """
        # %%
        df = pd.read_csv("a.csv")
        X, X_test, y, y_test = train_test_split(df.drop(columns="y"), df["y"], random_state=0)
        sc = StandardScaler()
        X = sc.fit_transform(X)
        m = LogisticRegression().fit(X, y)
        print(m.score(sc.transform(X_test), y_test))
        """,
    "a pipeline, cross-validated": """
        # %%
        df = pd.read_csv("a.csv")
        pipe = make_pipeline(SimpleImputer(), StandardScaler(), LogisticRegression())
        print(cross_val_score(pipe, df.drop(columns="y"), df["y"]).mean())
        """,
    "a column transformer in a search": """
        # %%
        df = pd.read_csv("a.csv")
        X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="y"), df["y"], random_state=0)
        pre = ColumnTransformer([("n", StandardScaler(), ["a"]), ("c", OneHotEncoder(), ["b"])])
        gs = GridSearchCV(Pipeline([("pre", pre), ("m", LogisticRegression())]), {"m__C": [1, 10]})
        gs.fit(X_train, y_train)
        print(gs.best_params_, gs.score(X_test, y_test))
        """,
    "fitted on everything for a plot": """
        # %%
        df = pd.read_csv("a.csv")
        X, y = df.drop(columns="y"), df["y"]
        p = PCA(2).fit_transform(StandardScaler().fit_transform(X))
        import matplotlib.pyplot as plt
        plt.scatter(p[:, 0], p[:, 1], c=y)
        # %%
        X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
        m = RandomForestClassifier(random_state=0).fit(X_train, y_train)
        print(m.score(X_test, y_test))
        """,
    "refitted on everything, to deploy": """
        # %%
        df = pd.read_csv("a.csv")
        X, y = df.drop(columns="y"), df["y"]
        X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
        m = make_pipeline(StandardScaler(), LogisticRegression()).fit(X_train, y_train)
        print(m.score(X_test, y_test))
        # %%
        final = make_pipeline(StandardScaler(), LogisticRegression()).fit(X, y)
        new = pd.read_csv("new.csv")
        new["prediction"] = final.predict(new)
        """,
    "the same model refitted on everything": """
        # %%
        df = pd.read_csv("a.csv")
        X, y = df.drop(columns="y"), df["y"]
        X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
        m = LogisticRegression()
        m.fit(X_train, y_train)
        print(m.score(X_test, y_test))
        m.fit(X, y)
        print(m.coef_)
        print(m.predict(X.head()))
        """,
    "clustering": """
        # %%
        from sklearn.cluster import KMeans
        df = pd.read_csv("a.csv")
        X = StandardScaler().fit_transform(df)
        labels = KMeans(3, n_init=10, random_state=0).fit_predict(X)
        df.groupby(labels).mean()
        """,
    "stateless transforms": """
        # %%
        from sklearn.preprocessing import FunctionTransformer, Normalizer
        df = pd.read_csv("a.csv")
        df["fare"] = np.log1p(df["fare"])
        df = df.fillna(0)
        X = pd.get_dummies(df.drop(columns="y"))
        X = Normalizer().fit_transform(X)
        X = FunctionTransformer(np.sqrt).fit_transform(X) / 255.0
        y = LabelEncoder().fit_transform(df["y"])
        X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
        m = LogisticRegression().fit(X_train, y_train)
        print(m.score(X_test, y_test))
        """,
    "oversampled after the split": """
        # %%
        df = pd.read_csv("a.csv")
        X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="y"), df["y"], random_state=0)
        X_train, y_train = SMOTE(random_state=0).fit_resample(X_train, y_train)
        m = LogisticRegression().fit(X_train, y_train)
        print(f1_score(y_test, m.predict(X_test)))
        """,
    "undersampled before the split": """
        # %%
        from imblearn.under_sampling import RandomUnderSampler
        df = pd.read_csv("a.csv")
        X, y = RandomUnderSampler(random_state=0).fit_resample(df.drop(columns="y"), df["y"])
        X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
        m = LogisticRegression().fit(X_train, y_train)
        print(f1_score(y_test, m.predict(X_test)))
        """,
    "a bootstrap interval of the score": """
        # %%
        from sklearn.utils import resample
        df = pd.read_csv("a.csv")
        X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="y"), df["y"], random_state=0)
        m = LogisticRegression().fit(X_train, y_train)
        p = m.predict(X_test)
        scores = []
        for i in range(100):
            a, b = resample(y_test, p, random_state=i)
            scores.append(accuracy_score(a, b))
        print(np.percentile(scores, [2.5, 97.5]))
        """,
    "the complement of a sample": """
        # %%
        df = pd.read_csv("a.csv")
        train = df.sample(frac=0.8, random_state=0)
        test = df.drop(train.index)
        sc = StandardScaler().fit(train[["a"]])
        m = LogisticRegression().fit(sc.transform(train[["a"]]), train["y"])
        print(m.score(sc.transform(test[["a"]]), test["y"]))
        """,
    "the complement by a mask": """
        # %%
        df = pd.read_csv("a.csv")
        rng = np.random.default_rng(0)
        pick = rng.random(len(df)) < 0.8
        train, test = df[pick], df[~pick]
        mu = train["a"].mean()
        m = LogisticRegression().fit(train[["a"]] - mu, train["y"])
        print(m.score(test[["a"]] - mu, test["y"]))
        """,
    "the complement by an index": """
        # %%
        df = pd.read_csv("a.csv")
        train = df.sample(frac=0.8, random_state=0)
        test = df[~df.index.isin(train.index)]
        m = LogisticRegression().fit(train[["a"]], train["y"])
        print(m.score(test[["a"]], test["y"]))
        """,
    "statistics of the training part": """
        # %%
        df = pd.read_csv("a.csv")
        train, test = train_test_split(df, random_state=0)
        train, test = train.copy(), test.copy()
        middle = train["age"].median()
        for part in (train, test):
            part["age"] = part["age"].fillna(middle)
        m = LogisticRegression().fit(train[["age"]], train["y"])
        print(m.score(test[["age"]], test["y"]))
        """,
    "folds by hand, scaled inside": """
        # %%
        df = pd.read_csv("a.csv")
        X, y = df.drop(columns="y").values, df["y"].values
        scores = []
        for tr, te in KFold(5, shuffle=True, random_state=0).split(X, y):
            sc = StandardScaler()
            A = sc.fit_transform(X[tr])
            B = sc.transform(X[te])
            m = LogisticRegression().fit(A, y[tr])
            scores.append(m.score(B, y[te]))
        print(np.mean(scores))
        """,
    "settings chosen by folds": """
        # %%
        df = pd.read_csv("a.csv")
        X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="y"), df["y"], random_state=0)
        best, best_score = None, -1
        for c in [0.1, 1, 10]:
            s = cross_val_score(LogisticRegression(C=c), X_train, y_train).mean()
            if s > best_score:
                best, best_score = c, s
        m = LogisticRegression(C=best).fit(X_train, y_train)
        print(m.score(X_test, y_test))
        """,
    "settings chosen by a validation part": """
        # %%
        df = pd.read_csv("a.csv")
        X, X_test, y, y_test = train_test_split(df.drop(columns="y"), df["y"], random_state=0)
        X_train, X_val, y_train, y_val = train_test_split(X, y, random_state=0)
        best, best_score = None, -1
        for c in [0.1, 1, 10]:
            m = LogisticRegression(C=c).fit(X_train, y_train)
            s = m.score(X_val, y_val)
            if s > best_score:
                best, best_score = m, s
        print(best.score(X_test, y_test))
        """,
    "a part called test that is a validation part": """
        # %%
        df = pd.read_csv("a.csv")
        X_train, X_rest, y_train, y_rest = train_test_split(df.drop(columns="y"), df["y"], random_state=0)
        X_test, X_final, y_test, y_final = train_test_split(X_rest, y_rest, test_size=0.5, random_state=0)
        scores = {}
        for c in [0.1, 1, 10]:
            scores[c] = LogisticRegression(C=c).fit(X_train, y_train).score(X_test, y_test)
        best = max(scores, key=scores.get)
        print(LogisticRegression(C=best).fit(X_train, y_train).score(X_final, y_final))
        """,
    "models compared, none chosen": """
        # %%
        df = pd.read_csv("a.csv")
        X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="y"), df["y"], random_state=0)
        rows = []
        for m in [LogisticRegression(), RandomForestClassifier(random_state=0)]:
            m.fit(X_train, y_train)
            rows.append({"model": type(m).__name__, "train": m.score(X_train, y_train), "test": m.score(X_test, y_test)})
        pd.DataFrame(rows)
        """,
    "a score that must be reached": """
        # %%
        df = pd.read_csv("a.csv")
        X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="y"), df["y"], random_state=0)
        m = LogisticRegression().fit(X_train, y_train)
        acc = m.score(X_test, y_test)
        if acc > 0.9:
            print("good")
        assert acc > 0.5
        """,
    "early stopping on a validation part": """
        # %%
        import lightgbm as lgb
        df = pd.read_csv("a.csv")
        X, X_test, y, y_test = train_test_split(df.drop(columns="y"), df["y"], random_state=0)
        X_train, X_val, y_train, y_val = train_test_split(X, y, random_state=0)
        m = lgb.LGBMClassifier(random_state=0)
        m.fit(X_train, y_train, eval_set=[(X_val, y_val)], callbacks=[lgb.early_stopping(20)])
        print(accuracy_score(y_test, m.predict(X_test)))
        """,
    "the test part watched only": """
        # %%
        from tensorflow import keras
        df = pd.read_csv("a.csv")
        X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="y").values, df["y"].values, random_state=0)
        net = keras.Sequential([keras.layers.Dense(1)])
        net.compile(loss="mse")
        h = net.fit(X_train, y_train, validation_data=(X_test, y_test), epochs=5)
        print(net.evaluate(X_test, y_test))
        """,
    "the target popped": """
        # %%
        df = pd.read_csv("a.csv")
        y = df.pop("y")
        X_train, X_test, y_train, y_test = train_test_split(df, y, random_state=0)
        m = LogisticRegression().fit(X_train, y_train)
        print(m.score(X_test, y_test))
        """,
    "the target deleted": """
        # %%
        df = pd.read_csv("a.csv")
        y = df["y"]
        del df["y"]
        drop = ["id", "name"]
        X = df.drop(columns=drop)
        X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
        m = LogisticRegression().fit(X_train, y_train)
        print(m.score(X_test, y_test))
        """,
    "columns but the target": """
        # %%
        df = pd.read_csv("a.csv")
        TARGET = "y"
        features = [c for c in df.columns if c != TARGET]
        X_train, X_test, y_train, y_test = train_test_split(df[features], df[TARGET], random_state=0)
        m = LogisticRegression().fit(X_train, y_train)
        print(m.score(X_test, y_test))
        """,
    "what tells the target is dropped too": """
        # %%
        df = pd.read_csv("a.csv")
        df["log_price"] = np.log(df["price"])
        df["dear"] = df["price"] > df["price"].median()
        X = df.drop(columns=["price", "log_price", "dear"])
        y = df["log_price"]
        X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
        m = Ridge().fit(X_train, y_train)
        print(m.score(X_test, y_test))
        """,
    "means of the target to look at": """
        # %%
        df = pd.read_csv("a.csv")
        df.groupby("city")["price"].mean().plot.bar()
        print(df["price"].mean(), df.corr())
        X_train, X_test, y_train, y_test = train_test_split(df[["area"]], df["price"], random_state=0)
        m = Ridge().fit(X_train, y_train)
        print(m.score(X_test, y_test))
        """,
    "means of the target of the training part": """
        # %%
        df = pd.read_csv("a.csv")
        train, test = train_test_split(df, random_state=0)
        means = train.groupby("city")["price"].mean()
        train = train.assign(enc=train["city"].map(means))
        test = test.assign(enc=test["city"].map(means).fillna(train["price"].mean()))
        m = Ridge().fit(train[["enc"]], train["price"])
        print(m.score(test[["enc"]], test["price"]))
        """,
    "means of the target out of fold": """
        # %%
        df = pd.read_csv("a.csv")
        df["enc"] = np.nan
        for tr, va in KFold(5, shuffle=True, random_state=0).split(df):
            means = df.iloc[tr].groupby("city")["price"].mean()
            df.iloc[va, df.columns.get_loc("enc")] = df.iloc[va]["city"].map(means)
        train, test = train_test_split(df, random_state=0)
        m = Ridge().fit(train[["enc"]], train["price"])
        print(m.score(test[["enc"]], test["price"]))
        """,
    "groups kept together": """
        # %%
        from sklearn.model_selection import GroupKFold, GroupShuffleSplit
        df = pd.read_csv("a.csv")
        print(df.groupby("patient_id").size())
        X, y = df[["a"]], df["y"]
        print(cross_val_score(LogisticRegression(), X, y, groups=df["patient_id"], cv=GroupKFold(5)))
        tr, te = next(GroupShuffleSplit(random_state=0).split(X, y, groups=df["patient_id"]))
        m = LogisticRegression().fit(X.iloc[tr], y.iloc[tr])
        print(m.score(X.iloc[te], y.iloc[te]))
        """,
    "ids split, rows picked by them": """
        # %%
        df = pd.read_csv("a.csv")
        print(df.groupby("patient_id").size())
        ids = df["patient_id"].unique()
        train_ids, test_ids = train_test_split(ids, random_state=0)
        train = df[df["patient_id"].isin(train_ids)]
        test = df[df["patient_id"].isin(test_ids)]
        m = LogisticRegression().fit(train[["a"]], train["y"])
        print(m.score(test[["a"]], test["y"]))
        """,
    "one row a patient": """
        # %%
        df = pd.read_csv("a.csv")
        print(df["patient_id"].nunique())
        df = df.drop_duplicates("patient_id")
        train, test = train_test_split(df, random_state=0)
        m = LogisticRegression().fit(train[["a"]], train["y"])
        print(m.score(test[["a"]], test["y"]))
        """,
    "rows gathered to one a customer": """
        # %%
        df = pd.read_csv("a.csv")
        people = df.groupby("customer_id").agg({"amount": "mean", "y": "max"}).reset_index()
        train, test = train_test_split(people, random_state=0)
        m = LogisticRegression().fit(train[["amount"]], train["y"])
        print(m.score(test[["amount"]], test["y"]))
        """,
    "a date column that nothing follows": """
        # %%
        df = pd.read_csv("a.csv", parse_dates=["signup_date"])
        df["month"] = df["signup_date"].dt.month
        train, test = train_test_split(df, random_state=0)
        m = LogisticRegression().fit(train[["month"]], train["y"])
        print(m.score(test[["month"]], test["y"]))
        """,
    "a series split in order": """
        # %%
        from sklearn.model_selection import TimeSeriesSplit
        df = pd.read_csv("a.csv", parse_dates=["date"]).sort_values("date")
        df["lag"] = df["sales"].shift(1)
        df = df.dropna()
        print(cross_val_score(Ridge(), df[["lag"]], df["sales"], cv=TimeSeriesSplit(5)))
        train, test = train_test_split(df, shuffle=False)
        m = Ridge().fit(train[["lag"]], train["sales"])
        print(m.score(test[["lag"]], test["sales"]))
        """,
    "tomorrow as the target": """
        # %%
        df = pd.read_csv("a.csv", parse_dates=["date"]).sort_values("date")
        df["target"] = (df["close"].shift(-1) > df["close"]).astype(int)
        df["ret"] = df["close"].pct_change()
        df = df.dropna()
        X, y = df[["ret", "close"]], df["target"]
        n = int(len(df) * 0.8)
        m = LogisticRegression().fit(X[:n], y[:n])
        print(accuracy_score(y[n:], m.predict(X[n:])))
        """,
    "predictions scaled back": """
        # %%
        df = pd.read_csv("a.csv")
        X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="y"), df[["y"]], random_state=0)
        sx, sy = StandardScaler(), StandardScaler()
        A, t = sx.fit_transform(X_train), sy.fit_transform(y_train)
        m = Ridge().fit(A, t)
        p = sy.inverse_transform(m.predict(sx.transform(X_test)))
        print(mean_squared_error(y_test, p))
        """,
    "outliers left out": """
        # %%
        df = pd.read_csv("a.csv")
        q1, q3 = df["price"].quantile(0.25), df["price"].quantile(0.75)
        df = df[(df["price"] > q1 - 1.5 * (q3 - q1)) & (df["price"] < q3 + 1.5 * (q3 - q1))]
        X_train, X_test, y_train, y_test = train_test_split(df[["area"]], df["price"], random_state=0)
        m = Ridge().fit(X_train, y_train)
        print(m.score(X_test, y_test))
        """,
    "empty columns left out": """
        # %%
        df = pd.read_csv("a.csv")
        share = df.isna().mean()
        df = df[share[share < 0.5].index]
        df = df.loc[:, df.nunique() > 1]
        X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="y"), df["y"], random_state=0)
        m = Ridge().fit(X_train, y_train)
        print(m.score(X_test, y_test))
        """,
    "helpers done right": """
        # %%
        def split(frame, target):
            return train_test_split(frame.drop(columns=target), frame[target], random_state=0)
        def scale(train, test):
            scaler = StandardScaler()
            return scaler.fit_transform(train), scaler.transform(test)
        # %%
        data = pd.read_csv("a.csv")
        X_train, X_test, y_train, y_test = split(data, "y")
        X_train, X_test = scale(X_train, X_test)
        m = LogisticRegression().fit(X_train, y_train)
        print(m.score(X_test, y_test))
        """,
    "a wrapper done right": """
        # %%
        class Model:
            def __init__(self):
                self.scaler = StandardScaler()
                self.model = LogisticRegression()
            def fit(self, X, y):
                self.model.fit(self.scaler.fit_transform(X), y)
                return self
            def predict(self, X):
                return self.model.predict(self.scaler.transform(X))
        # %%
        df = pd.read_csv("a.csv")
        X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="y"), df["y"], random_state=0)
        m = Model().fit(X_train, y_train)
        print(accuracy_score(y_test, m.predict(X_test)))
        """,
    "several models with different inputs": """
        # %%
        df = pd.read_csv("a.csv")
        X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="y"), df["y"], random_state=0)
        sc = StandardScaler()
        A, B = sc.fit_transform(X_train), sc.transform(X_test)
        lr = LogisticRegression().fit(A, y_train)
        rf = RandomForestClassifier(random_state=0).fit(X_train, y_train)
        print(lr.score(B, y_test), rf.score(X_test, y_test))
        """,
    "a series of files, train and test": """
        # %%
        train = pd.read_csv("train.csv")
        test = pd.read_csv("test.csv")
        for d in [train, test]:
            d["title"] = d["name"].str.len()
        X_tr, X_va, y_tr, y_va = train_test_split(train[["title"]], train["y"], random_state=0)
        m = LogisticRegression().fit(X_tr, y_tr)
        print(m.score(X_va, y_va))
        pd.DataFrame({"id": test["id"], "y": m.predict(test[["title"]])}).to_csv("out.csv")
        """,
    "folds by masks, scaled inside": """
        # %%
        df = pd.read_csv("a.csv")
        X = df.drop(columns="y").to_numpy()
        y = df["y"].to_numpy()
        fold = np.arange(len(X)) % 5
        scores = []
        for i in range(5):
            tr, te = fold != i, fold == i
            sc = StandardScaler().fit(X[tr])
            scores.append(LogisticRegression().fit(sc.transform(X[tr]), y[tr]).score(sc.transform(X[te]), y[te]))
        print(np.mean(scores))
        """,
    "trials judged by folds": """
        # %%
        import optuna
        df = pd.read_csv("a.csv")
        Xa, Xb, ya, yb = train_test_split(df.drop(columns="y"), df["y"], random_state=0)
        def objective(trial):
            m = LogisticRegression(C=trial.suggest_float("C", 0.1, 10))
            return cross_val_score(m, Xa, ya).mean()
        study = optuna.create_study(direction="maximize")
        study.optimize(objective, n_trials=50)
        m = LogisticRegression(**study.best_params).fit(Xa, ya)
        print(m.score(Xb, yb))
        """,
    "the last column as the target": """
        # %%
        df = pd.read_csv("a.csv")
        X = df.iloc[:, :-1].values
        y = df.iloc[:, -1].values
        Xa, Xb, ya, yb = train_test_split(X, y, random_state=0)
        m = LogisticRegression().fit(Xa, ya); print(m.score(Xb, yb))
        """,
    "all columns but the target by a mask": """
        # %%
        df = pd.read_csv("a.csv")
        X = df.loc[:, df.columns != "y"]
        y = df.loc[:, "y"]
        Xa, Xb, ya, yb = train_test_split(X, y, random_state=0)
        m = LogisticRegression().fit(Xa, ya); print(m.score(Xb, yb))
        """,
    "early stopping on a share of the training rows": """
        # %%
        from tensorflow import keras
        df = pd.read_csv("a.csv")
        Xa, Xb, ya, yb = train_test_split(df.drop(columns="y").values, df["y"].values, random_state=0)
        sc = StandardScaler()
        Xa = sc.fit_transform(Xa); Xb = sc.transform(Xb)
        m = keras.Sequential([keras.layers.Dense(1)])
        m.compile(loss="mse")
        es = keras.callbacks.EarlyStopping(patience=3)
        m.fit(Xa, ya, validation_split=0.2, callbacks=[es])
        print(m.evaluate(Xb, yb))
        """,
    "the target removed from a list": """
        # %%
        df = pd.read_csv("a.csv")
        cols = list(df.columns)
        cols.remove("y")
        Xa, Xb, ya, yb = train_test_split(df[cols], df["y"], random_state=0)
        m = LogisticRegression().fit(Xa, ya); print(m.score(Xb, yb))
        """,
    "scalers and models in loops": """
        # %%
        df = pd.read_csv("a.csv")
        Xa, Xb, ya, yb = train_test_split(df.drop(columns="y"), df["y"], random_state=0)
        out = []
        for s in [StandardScaler(), MinMaxScaler()]:
            A = s.fit_transform(Xa); B = s.transform(Xb)
            for m in [LogisticRegression(), RandomForestClassifier(random_state=0)]:
                m.fit(A, ya); out.append((type(s).__name__, type(m).__name__, m.score(B, yb)))
        print(pd.DataFrame(out).sort_values(2, ascending=False))
        """,
    "a transformer of one's own": """
        # %%
        from sklearn.base import BaseEstimator, TransformerMixin
        class Clip(BaseEstimator, TransformerMixin):
            def fit(self, X, y=None):
                self.lo_, self.hi_ = X.quantile(.01), X.quantile(.99)
                return self
            def transform(self, X):
                return X.clip(self.lo_, self.hi_, axis=1)
        df = pd.read_csv("a.csv")
        Xa, Xb, ya, yb = train_test_split(df.drop(columns="y"), df["y"], random_state=0)
        p = make_pipeline(Clip(), LogisticRegression()).fit(Xa, ya)
        print(p.score(Xb, yb))
        c = Clip().fit(Xa)
        m = LogisticRegression().fit(c.transform(Xa), ya); print(m.score(c.transform(Xb), yb))
        """,
    "models on models": """
        # %%
        df = pd.read_csv("a.csv")
        Xa, Xb, ya, yb = train_test_split(df.drop(columns="y"), df["y"], random_state=0)
        base = [LogisticRegression(), RandomForestClassifier(random_state=0)]
        P = np.column_stack([m.fit(Xa, ya).predict_proba(Xa)[:, 1] for m in base])
        Q = np.column_stack([m.predict_proba(Xb)[:, 1] for m in base])
        meta = LogisticRegression().fit(P, ya)
        print(roc_auc_score(yb, meta.predict_proba(Q)[:, 1]))
        """,
    "a scaled target": """
        # %%
        df = pd.read_csv("a.csv")
        y = (df["y"] - df["y"].mean()) / df["y"].std()
        Xa, Xb, ya, yb = train_test_split(df[["a"]], y, random_state=0)
        m = Ridge().fit(Xa, ya); print(m.score(Xb, yb))
        """,
    "a learning curve": """
        # %%
        df = pd.read_csv("a.csv")
        Xa, Xb, ya, yb = train_test_split(df.drop(columns="y"), df["y"], random_state=0)
        tr, te = [], []
        for n in range(10, 100, 10):
            m = LogisticRegression().fit(Xa[:n], ya[:n])
            tr.append(m.score(Xa[:n], ya[:n])); te.append(m.score(Xb, yb))
        import matplotlib.pyplot as plt
        plt.plot(tr); plt.plot(te)
        print(max(te))
        """,
    "folds, then a fit to look at": """
        # %%
        df = pd.read_csv("a.csv")
        X, y = df.drop(columns="y"), df["y"]
        m = RandomForestClassifier(random_state=0)
        print(cross_val_score(m, X, y).mean())
        m.fit(X, y)
        print(pd.Series(m.feature_importances_, X.columns).nlargest(5))
        print(m.score(X, y))
        """,
    "one known row that is mended by hand": """
        # %%
        df = pd.read_csv("a.csv")
        df.loc[11182, "a"] = df["a"].median()
        Xa, Xb, ya, yb = train_test_split(df[["a"]], df["y"], random_state=0)
        m = Ridge().fit(Xa, ya); print(m.score(Xb, yb))
        """,
    "early stopping on what is called a validation part": """
        # %%
        from lightgbm import LGBMRegressor, early_stopping
        df = pd.read_csv("a.csv")
        X_train, X_valid, y_train, y_valid = train_test_split(df.drop(columns="y"), df["y"], random_state=0)
        m = LGBMRegressor(random_state=0)
        m.fit(X_train, y_train, eval_set=[(X_valid, y_valid)], callbacks=[early_stopping(50)])
        # %%
        def rmse(truth, told): return mean_squared_error(truth, told) ** 0.5
        best = None
        for a in [1, 10]:
            r = Ridge(alpha=a).fit(X_train, y_train)
            error = rmse(y_valid, r.predict(X_valid))
            if best is None or error < best:
                best = error
        """,
    "a statistic of each signal by itself": """
        # %%
        signals = np.load("signals.npy")
        y = np.load("y.npy")
        def describe(signal):
            steps = np.diff(signal)
            half = signal[: len(signal) // 2]
            return [signal.mean(), np.std(steps), half.max() / signal.max()]
        X = np.array([describe(signals[i]) for i in range(len(signals))])
        Xa, Xb, ya, yb = train_test_split(X, y, random_state=0)
        m = LogisticRegression().fit(Xa, ya); print(m.score(Xb, yb))
        # %%
        rows = []
        for signal in signals:
            rows.append({"mean": signal.mean(), "low": np.percentile(signal, 5)})
        Xa, Xb, ya, yb = train_test_split(pd.DataFrame(rows), y, random_state=0)
        m = LogisticRegression().fit(Xa, ya); print(m.score(Xb, yb))
        """,
    "a row that describes each group": """
        # %%
        log = pd.read_csv("log.csv")
        rows = []
        for name, steps in log.groupby("run"):
            steps = steps.ffill().bfill()
            rows.append([steps["speed"].mean(), steps["speed"].diff().std()])
        Xa, Xb, ya, yb = train_test_split(np.array(rows), labels, random_state=0)
        m = LogisticRegression().fit(Xa, ya); print(m.score(Xb, yb))
        """,
    "a choice by the mean over ordered folds": """
        # %%
        from sklearn.model_selection import TimeSeriesSplit
        df = pd.read_csv("a.csv")
        X, y = df[["a", "b"]], df["y"]
        means = []
        for alpha in [1, 10]:
            errors = []
            for before, after in TimeSeriesSplit(5).split(X):
                m = Ridge(alpha=alpha).fit(X.iloc[before], y.iloc[before])
                errors.append(mean_squared_error(y.iloc[after], m.predict(X.iloc[after])))
            means.append(np.mean(errors))
        print(np.argmin(means))
        """,
    "a bound that only makes the target, on one path": """
        # %%
        def load(n=None):
            df = pd.read_csv("a.csv")
            df["big"] = (df["move"] > df["move"].quantile(0.9)).astype(int)
            if n:
                df = df.head(n)
            return df
        df = load(100)
        Xa, Xb, ya, yb = train_test_split(df[["a", "b"]], df["big"], random_state=0)
        m = LogisticRegression().fit(Xa, ya); print(m.score(Xb, yb))
        """,
    "the columns of another frame": """
        # %%
        train, test = pd.read_csv("train.csv"), pd.read_csv("test.csv")
        features = ["a", *(set(test.columns) ^ {"id"})]
        names = list(test.columns)
        y = train["y"]
        Xa, Xb, ya, yb = train_test_split(train[names], y, random_state=0)
        m = LogisticRegression().fit(Xa, ya); print(m.score(Xb, yb))
        """,
    "the target's mean where a category is new": """
        # %%
        df = pd.read_csv("a.csv")
        whole = df["y"].mean()
        df["code"] = 0.0
        for inside, outside in KFold(5, shuffle=True, random_state=0).split(df):
            means = df.iloc[inside].groupby("street")["y"].mean()
            df.loc[df.index[outside], "code"] = df.iloc[outside]["street"].map(means)
        df["code"] = df["code"].fillna(whole)
        """,
    "a centred window over a signal that is there as a whole": """
        # %%
        df = pd.read_csv("video.csv")
        df["smooth"] = df["x"].rolling(15, center=True).mean()
        Xa, Xb, ya, yb = train_test_split(df[["smooth"]], df["y"], random_state=0, shuffle=False)
        """,
    "two draws put one after the other": """
        # %%
        rng = np.random.default_rng(0)
        X = np.concatenate([rng.normal(size=(50, 2)), rng.normal(size=(50, 2)) + 1])
        y = np.repeat([0, 1], 50)
        Xa, Xb, ya, yb = train_test_split(X, y, random_state=0)
        m = LogisticRegression().fit(Xa, ya); print(m.score(Xb, yb))
        """,
    "a model of other rows asked for these": """
        # %%
        X, y = make_regression(n_samples=50)
        line = Ridge().fit(X, y)
        # %%
        X, y = make_regression(n_samples=10)
        pipe = make_pipeline(MinMaxScaler(), Ridge()).fit(X, y)
        print(line.score(X, y), pipe.score(X, y))
        """,
    "a vocabulary that is known beforehand": """
        # %%
        from sklearn.feature_extraction.text import CountVectorizer
        df = pd.read_csv("a.csv")
        X = CountVectorizer(vocabulary=["down", "slow"]).fit_transform(df["text"])
        Xa, Xb, ya, yb = train_test_split(X, df["y"], random_state=0)
        m = LogisticRegression().fit(Xa, ya); print(m.score(Xb, yb))
        """,
    "parts that the file names": """
        # %%
        df = pd.read_csv("a.csv")
        parts = {name: rows.drop(columns="part") for name, rows in df.groupby("part")}
        fit, test = parts["fit"], parts["test"]
        sc = StandardScaler().fit(fit[["a"]])
        m = Ridge().fit(sc.transform(fit[["a"]]), fit["y"])
        print(m.score(sc.transform(test[["a"]]), test["y"]))
        """,
    "the worst of several scores": """
        # %%
        df = pd.read_csv("a.csv")
        Xa, Xb, ya, yb = train_test_split(df[["a"]], df["y"], random_state=0)
        found = []
        for n in [10, 100]:
            m = LogisticRegression().fit(Xa[:n], ya[:n])
            found.append({"n": n, "score": accuracy_score(yb, m.predict(Xb))})
        worst = pd.DataFrame(found).sort_values("score").iloc[0]
        print(worst["n"], worst["score"])
        """,
    "later values that are the target": """
        # %%
        price = pd.read_csv("gold.csv", parse_dates=["day"]).set_index("day").sort_index()["price"]
        back = pd.concat({f"b{k}": price.shift(k) for k in range(3)}, axis=1)
        ahead = pd.concat({k: price.shift(-k) for k in (1, 5)}, axis=1)
        both = back.join(ahead).dropna()
        past, future = both[both.index < "2020"], both[both.index >= "2020"]
        m = Ridge().fit(past[back.columns], past[1])
        print(mean_squared_error(future[1], m.predict(future[back.columns])))
        """,
    "parts from a module that nobody can see": """
        # %%
        from shared import Preparer, holdout, load
        train, test = holdout(load("a.parquet"))
        prepare = Preparer("left")
        Xa, ya = prepare.fit_transform(train)
        Xb, yb = prepare.transform(test)
        m = LogisticRegression().fit(Xa, ya); print(roc_auc_score(yb, m.predict_proba(Xb)[:, 1]))
        """,
    "a target that is no number among columns of numbers": """
        # %%
        df = pd.read_csv("a.csv")
        X, y = df.select_dtypes("number"), df["kind"]
        Xa, Xb, ya, yb = train_test_split(X, y, random_state=0)
        m = RandomForestClassifier(random_state=0).fit(Xa, ya); print(m.score(Xb, yb))
        """,
    "the rows that a set difference leaves": """
        # %%
        df = pd.read_csv("a.csv")
        for turn in range(10):
            test = df.iloc[int(len(df) * turn / 10) : int(len(df) * (turn + 1) / 10)]
            train = df.loc[list(set(df.index).difference(test.index))]
            m = LogisticRegression().fit(train[["a"]], train["y"]); print(m.score(test[["a"]], test["y"]))
        held = df.sample(frac=0.2, random_state=0)
        rest = df.loc[list(set(df.index) - set(held.index))]
        m = LogisticRegression().fit(rest[["a"]], rest["y"]); print(m.score(held[["a"]], held["y"]))
        """,
    "two tables that were joined with a third": """
        # %%
        train, test, shops = pd.read_csv("train.csv"), pd.read_csv("test.csv"), pd.read_csv("shops.csv")
        train, test = pd.merge(train, shops, on="shop"), pd.merge(test, shops, on="shop")
        train["a"] = train["a"].fillna(train["a"].mean())
        m = Ridge().fit(train[["a"]], train["y"]); print(m.score(test[["a"]], test["y"]))
        """,
    "an author who is the answer": """
        # %%
        df = pd.read_csv("texts.csv")
        df["author"].value_counts()
        Xa, Xb, ya, yb = train_test_split(df[["length"]], df["author"], random_state=0)
        m = LogisticRegression().fit(Xa, ya); print(m.score(Xb, yb))
        """,
    "a gap that a model fills": """
        # %%
        df = pd.read_csv("a.csv")
        X = StandardScaler().fit_transform(df[["a", "b"]])
        known = X[df["c"].notnull()]
        m = Ridge().fit(known, df.loc[df["c"].notnull(), "c"])
        df.loc[df["c"].isnull(), "c"] = m.predict(X[df["c"].isnull()])
        """,
}


@pytest.mark.parametrize("name", LOOK_ALIKES)
def test_look_alike(name: str, leaks: Callable[[str], tuple[list[tuple[str, int, int]], list[tuple[int, int]]]]) -> None:
    assert leaks(LOOK_ALIKES[name]) == ([], [])
