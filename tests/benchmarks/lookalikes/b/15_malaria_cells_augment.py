#! leaky
# %% [markdown]
# # Malaria blood smear patches with Keras
# parasitized vs uninfected, 1 patch per slide, 96x96

# %%
import numpy as np
import keras
from keras import layers
from sklearn.model_selection import train_test_split

keras.utils.set_random_seed(123)
rng = np.random.default_rng(123)

# %%
images = np.load("patches.npy").astype("float32") / 255
labels = np.load("infected.npy")
print(images.shape, labels.mean())

# %%
def make_more(x, y):
    """flips, rotations and a bit of noise"""
    out_x, out_y = [x], [y]
    out_x.append(x[:, :, ::-1]); out_y.append(y)
    out_x.append(np.rot90(x, 1, axes=(1, 2))); out_y.append(y)
    out_x.append(x + rng.normal(0, 0.02, x.shape).astype("float32")); out_y.append(y)
    return np.concatenate(out_x), np.concatenate(out_y)  #? leak-overlap

# %%
images, labels = make_more(images, labels)  #! leak-overlap: flipped and noisy copies are made before the split and land in both parts
print("after augmentation", images.shape)

# %%
x_train, x_test, y_train, y_test = train_test_split(images, labels, test_size=0.2, stratify=labels, random_state=123)  #? leak-overlap

# %%
cnn = keras.Sequential([
    layers.Input((96, 96, 3)),
    layers.Conv2D(16, 3, activation="relu"), layers.MaxPooling2D(),
    layers.Conv2D(32, 3, activation="relu"), layers.MaxPooling2D(),
    layers.GlobalAveragePooling2D(),
    layers.Dense(32, activation="relu"),
    layers.Dense(1, activation="sigmoid"),
])
cnn.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
es = keras.callbacks.EarlyStopping(monitor="val_loss", patience=5, restore_best_weights=True)

# %%
hist = cnn.fit(x_train, y_train, epochs=50, batch_size=64, validation_data=(x_test, y_test), callbacks=[es])  #! leak-multitest: early stopping with best weights on the test part

# %%
loss, acc = cnn.evaluate(x_test, y_test)  #? leak-multitest
print(f"Test accuracy {acc:.4f}")
